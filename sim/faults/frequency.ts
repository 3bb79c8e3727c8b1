import type { Frequency } from "./fault.ts";
import { count, share, type ValuesOf } from "./settings.ts";

/** Settings of every kind of fault that strikes single requests. */
export const frequencySettings = {
  probability: share("The chance of each request to be struck, from 0 to 1.", 1),
  first: count("Only so many requests through each listener are struck. Without it: no limit."),
};

type FrequencyValues = ValuesOf<typeof frequencySettings>;

export function frequencyOf({ probability, first }: FrequencyValues): Frequency {
  return first === undefined ? { probability } : { probability, first };
}

/** Which requests are struck, in plain English; nothing where it is all of them. */
export function describeFrequency({ probability, first }: FrequencyValues): string {
  const chance = probability === 1 ? "" : `, ${Math.round(probability * 1000) / 10} % of them`;
  const limit = first === undefined ? "" : `, the first ${first} through each listener`;
  return chance + limit;
}
