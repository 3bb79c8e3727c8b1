import { z } from "zod";
import { faultKindNames, type FaultKindName } from "../../faults/fault.ts";
import { faultKinds } from "../../faults/registry.ts";
import type { GivenSettings, Setting } from "../../faults/settings.ts";
import { choose } from "./choose.ts";
import { eventTime, lasting } from "./event-time.ts";
import { isMapping } from "./is-mapping.ts";
import { oneOf, regularExpression, trueOrFalse, wholeNumber, wordWanted } from "./leaves.ts";
import { mapping } from "./mapping.ts";
import { duration, number } from "./measures.ts";
import { says } from "./statement.ts";
import { faultEnd, type FaultEndEntry } from "./targets.ts";
import type { TimeExpression } from "./time.ts";

/** A fault as it is written. */
export interface FaultEntry {
  readonly name?: string;
  readonly at: TimeExpression;
  readonly every?: number;
  readonly for?: number;
  readonly fault: FaultKindName;
  readonly from?: FaultEndEntry;
  readonly to: FaultEndEntry;
  readonly settings: GivenSettings;
}

const commonShape = {
  ...eventTime,
  for: lasting().exactOptional().describe("How long a fault lasts. Without it: to the end."),
  from: faultEnd("from").exactOptional().describe("Who is hit. Without it: everyone."),
  to: faultEnd("to").describe("Whom they cannot reach."),
};

/** A fault event; its kind says which settings it takes. */
export const faultEventSchema = choose(
  {
    ...(Object.fromEntries(faultKindNames.map((kind) => [kind, faultEvent(kind)])) as Record<
      FaultKindName,
      ReturnType<typeof faultEvent>
    >),
    unknown: z
      .looseObject({ fault: z.never({ error: says(wordWanted(faultKindNames, "a kind of fault")) }) })
      .transform(({ fault }): FaultEntry => fault),
  },
  (value) => faultKindNames.find((kind) => isMapping(value) && value["fault"] === kind) ?? "unknown",
);

function faultEvent(kind: FaultKindName) {
  const { settings, description } = faultKinds[kind];
  const own = Object.entries(settings).map(([name, setting]) => [
    name,
    settingSchema(setting).exactOptional(),
  ]);
  const shape = { fault: z.literal(kind).describe("What the client sees."), ...commonShape };
  return mapping({ ...shape, ...Object.fromEntries(own) } as typeof shape, {
    what: `the fault ${kind}`,
    elsewhere: {
      component: "write it as from: {component: …} or to: {component: …}.",
      duration: "did you mean for?",
    },
  })
    .transform((entry): FaultEntry => {
      const given = Object.entries(entry).filter(([name]) => Object.hasOwn(settings, name));
      return { ...entry, settings: Object.fromEntries(given) as GivenSettings };
    })
    .describe(description);
}

function settingSchema(setting: Setting) {
  return valueSchema(setting).describe(setting.description);
}

function valueSchema(setting: Setting): z.ZodType {
  switch (setting.type) {
    case "flag":
      return trueOrFalse("write true or false.");
    case "share":
      return number("a share", { least: 0, most: 1 });
    case "count":
      return wholeNumber(1, 1_000_000, "write a number such as 3, or delete it.");
    case "status":
      return wholeNumber(400, 599, "write an HTTP status that is an error, such as 503.");
    case "duration":
      return duration("a duration", "2s", { least: 0.001, most: 86_400 });
    case "choice":
      return oneOf(setting.choices, "a word");
    case "pattern":
      return regularExpression();
  }
}
