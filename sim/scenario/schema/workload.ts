import { z } from "zod";
import { workloadTypes, type Workload, type WorkloadType } from "../../model/workload.ts";
import type { Parameter } from "../../model/workloads/parameters.ts";
import { workloadKinds } from "../../model/workloads/registry.ts";
import { formatParameter } from "../parameter-text.ts";
import { choose } from "./choose.ts";
import { isMapping } from "./is-mapping.ts";
import { oneOf, wordWanted } from "./leaves.ts";
import { mapping } from "./mapping.ts";
import { bytes, duration, number } from "./measures.ts";
import { says, statementOf } from "./statement.ts";

const what = "a workload";

/** `web`, or `{type: database, dirtyRate: 40Mi}`. */
export const workloadSchema = choose(
  {
    word: oneOf(workloadTypes, what).transform((type): Workload => ({ type, parameters: {} })),
    ...(Object.fromEntries(workloadTypes.map((type) => [type, detailed(type)])) as Record<
      WorkloadType,
      ReturnType<typeof detailed>
    >),
    unknown: z
      .looseObject({ type: z.never({ error: says(wordWanted(workloadTypes, what)) }) })
      .transform(({ type }): Workload => type),
  },
  (value) => {
    if (typeof value === "string") return "word";
    if (isMapping(value)) return workloadTypes.find((type) => type === value["type"]) ?? "unknown";
    return statementOf(value, {
      expected: what,
      fix: "write workload: web, or workload: {type: database, dirtyRate: 40Mi}.",
    });
  },
);

/** A kind of load with some of its parameters set. */
function detailed(type: WorkloadType) {
  const kind = workloadKinds[type];
  const parameters = Object.fromEntries(
    Object.entries(kind.parameters).map(([name, parameter]) => [
      name,
      parameterSchema(parameter).exactOptional(),
    ]),
  );
  return mapping(
    { type: z.literal(type).describe("What kind of load."), ...parameters },
    { what: `a ${type} workload` },
  )
    .transform(({ type: _, ...given }): Workload => ({ type, parameters: given }))
    .describe(kind.description);
}

function parameterSchema({ unit, minimum, maximum, description, default: usual }: Parameter) {
  const range = { least: minimum, most: maximum };
  const text = `${description} Usual: ${formatParameter(usual, unit)}.`;
  switch (unit) {
    case "share":
      return number("a share", range).describe(text);
    case "operations/s":
      return number("operations per second", range).describe(text);
    case "seconds":
      return duration("a duration", "90s", range).describe(text);
    case "bytes":
      return bytes("a size", "64Ki", range).describe(text);
    case "bytes/s":
      return bytes("a rate in bytes per second", "40Mi", range).describe(text);
  }
}
