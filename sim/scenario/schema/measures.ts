import { z } from "zod";
import { formatBytes } from "../../store/quantity.ts";
import { durationPattern, formatDuration, parseBytes, parseDuration } from "../units.ts";
import { says, type Wanted } from "./statement.ts";

/** What a number may be, both ends included. */
export interface Range {
  readonly least?: number;
  readonly most?: number;
}

const outOfRange = "choose a value that is in range.";

/** `12m`, `1h30m`; in seconds. */
export function duration(what: string, example: string, range: Range = {}) {
  return readText(within(range, parseDuration), {
    expected: `${what} such as ${example}${wordsFor(range, formatDuration)}`,
    fix: (found) =>
      typeof found === "string" && parseDuration(found) !== undefined ? outOfRange : durationFix(found),
    pattern: durationPattern,
  });
}

export function durationFix(found: unknown): string {
  if (typeof found === "number" && found >= 0) return `give it a unit: ${found}s or ${found}m, for example.`;
  return "write numbers with units (d, h, m, s, ms), the longest first, as in 1h30m.";
}

/** `40Mi`, `128Gi`, or a number of bytes. */
export function bytes(what: string, example: string, range: Range = {}) {
  const error = says({
    expected: `${what} such as ${example}${wordsFor(range, formatBytes)}`,
    fix: (found) => {
      const unit = (range.least ?? 0) >= 2 ** 30 ? "Gi" : "Mi";
      if (/^[1-9]\d*$/.test(String(found))) return `give it a unit: ${String(found)}${unit}, for example.`;
      const isOne = typeof found === "string" && parseBytes(found) !== undefined;
      return isOne ? outOfRange : `write a number and a unit (Ki, Mi, Gi, Ti, k, M, G, T), as in ${example}.`;
    },
  });
  const read = within(range, parseBytes);
  // YAML takes some quantities for numbers and some for texts.
  return z
    .union([z.string(), z.number()], { error })
    .transform((found, context): number => read(found) ?? refuse(context, found, error));
}

/** A number with or without a fraction. */
export function number(what: string, { least = 0, most = Number.MAX_SAFE_INTEGER }: Range) {
  const error = says({ expected: `${what}: a number from ${least} to ${most}`, fix: outOfRange });
  return z.number({ error }).min(least, { error }).max(most, { error });
}

function within<Found>({ least = 0, most = Infinity }: Range, read: (found: Found) => number | undefined) {
  return (found: Found): number | undefined => {
    const value = read(found);
    return value === undefined || value < least || value > most ? undefined : value;
  };
}

function wordsFor({ least = 0, most }: Range, format: (value: number) => string): string {
  if (most !== undefined) return `, from ${format(least)} to ${format(most)}`;
  return least > 0 ? `, at least ${format(least)}` : "";
}

/** A text that `read` makes sense of; it reads nothing that the pattern does not match. */
export function readText<T>(
  read: (text: string) => T | undefined,
  { pattern, ...wanted }: Wanted & { readonly pattern: RegExp },
) {
  const error = says(wanted);
  return z
    .string({ error })
    .regex(pattern, { error })
    .transform((found, context): T => read(found) ?? refuse(context, found, error));
}

function refuse(context: z.RefinementCtx, found: unknown, error: ReturnType<typeof says>): never {
  context.issues.push({ code: "custom", input: found, message: error({ input: found }) });
  return z.NEVER;
}
