import { z } from "zod";
import { parseQuantity } from "../../store/quantity.ts";

/**
 * The parts that the API's types share. Objects are loose: what is not described here is kept as it is, and
 * what is described is what something in the cluster relies on, or what users look up with `kubectl explain`.
 */

export const text = z.string();
export const flag = z.boolean();
export const int = z.int();
export const textMap = z.record(z.string(), z.string());
export const texts = z.array(z.string());

/** `500m`, `4Gi`, or a bare number. */
export const quantity = z
  .union([z.string(), z.number()])
  .refine((value) => parseQuantity(value) !== undefined, {
    error: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  });

export const quantities = z.record(z.string(), quantity);
export const intOrText = z.union([z.int(), z.string()]);
export const port = z
  .int()
  .min(1, "must be between 1 and 65535, inclusive")
  .max(65535, "must be between 1 and 65535, inclusive");
export const count = z.int().min(0, "must be greater than or equal to 0");

export const condition = z.looseObject({
  type: text.describe("type of condition"),
  status: z
    .enum(["True", "False", "Unknown"])
    .describe("status of the condition, one of True, False, Unknown"),
  reason: text.optional(),
  message: text.optional(),
  lastTransitionTime: text.nullish(),
});

export const conditions = z.array(condition);

export const labelSelector = z.looseObject({
  matchLabels: textMap.optional().describe("map of {key,value} pairs that have to be there"),
  matchExpressions: z
    .array(z.looseObject({ key: text, operator: text, values: texts.optional() }))
    .optional()
    .describe("list of label selector requirements; all have to hold"),
});

export const templateMetadata = z.looseObject({
  labels: textMap.optional(),
  annotations: textMap.optional(),
});

export const named = z.looseObject({ name: text });
