import { z } from "zod";
import { alternatives } from "./schema/choose.ts";
import { scenarioSchema } from "./schema/scenario.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The scenario format as a JSON Schema, for editors: completion, descriptions, and what a value may be. */
export function scenarioJsonSchema(): JsonSchema {
  return { ...describe(scenarioSchema), title: "kvsim scenario" };
}

function describe(schema: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const shapes = alternatives.get(zodSchema);
      if (shapes !== undefined) jsonSchema.anyOf = shapes.map(partOf);
    },
  });
}

/** Only the whole says which dialect of JSON Schema it is in. */
function partOf(schema: z.core.$ZodType): JsonSchema {
  const { $schema: _, ...rest } = describe(schema);
  return rest;
}
