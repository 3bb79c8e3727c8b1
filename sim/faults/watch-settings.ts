import type { Fault, RequestEffect } from "./fault.ts";
import { describeEnd } from "./ends.ts";
import { describeFrequency, frequencyOf, frequencySettings } from "./frequency.ts";
import { describeSelector, pathSettings, selectorOf } from "./request-selector.ts";
import { duration, type ValuesOf } from "./settings.ts";

/** Settings of every kind of fault that interrupts watches. */
export const watchSettings = {
  after: duration(
    "How long watches last that begin while the fault is in force. Without it only those are struck that are " +
      "open as it begins.",
    undefined,
  ),
  ...pathSettings,
  ...frequencySettings,
};

type WatchValues = ValuesOf<typeof watchSettings>;

/** The effect of a fault that tells watches `text`, after which they are complete or go on. */
export function interruptionOf(text: string, ends: boolean, values: WatchValues): RequestEffect {
  const { after } = values;
  return {
    type: "interrupt",
    text,
    ends,
    ...(after === undefined ? {} : { afterSeconds: after }),
    verbs: ["watch"],
    ...selectorOf(values),
    ...frequencyOf(values),
  };
}

/** @param what happens to watches, as in "end as if they were complete" */
export function describeInterruption({ from, to }: Fault, what: string, values: WatchValues): string {
  const { after } = values;
  return (
    `watches of ${describeEnd(from, "everyone")} at ${describeEnd(to, "every component")} ${what}` +
    (after === undefined ? "" : `, and later ones ${after} s after they began`) +
    describeSelector(values) +
    describeFrequency(values)
  );
}
