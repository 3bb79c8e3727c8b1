import { z } from "zod";
import { formatStatement, type Statement } from "./statement.ts";

/**
 * One of several shapes, told by a look at the value: a count or a list, an event of this verb or that.
 *
 * Unlike a zod union it speaks of the one shape that was meant, not of all that it is not.
 *
 * @param pick the name of the shape the value is meant to have, or what is wrong when it has none
 */
export function choose<const Shapes extends Readonly<Record<string, z.ZodType>>>(
  shapes: Shapes,
  pick: (value: unknown) => keyof Shapes | Statement,
) {
  type Output = z.output<Shapes[keyof Shapes]>;
  const schema = z.unknown().transform((value, context): Output => {
    const picked = pick(value);
    if (typeof picked === "object") {
      context.issues.push({ code: "custom", input: value, message: formatStatement(picked) });
      return z.NEVER;
    }
    const result = shapes[picked]?.safeParse(value);
    if (result?.success === true) return result.data as Output;
    for (const issue of result?.error.issues ?? []) {
      context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    }
    return z.NEVER;
  });
  alternatives.set(schema, Object.values(shapes));
  return schema;
}

/** The shapes that each `choose` chooses among, for those who describe a schema instead of applying it. */
export const alternatives = new WeakMap<z.core.$ZodType, readonly z.ZodType[]>();
