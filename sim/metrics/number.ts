import {
  withoutTrailingZeros,
  writeInteger,
  writeNineDigits,
  writeSmallInteger,
  writeTwoDigits,
} from "./digits.ts";

const minus = 0x2d;
const plus = 0x2b;
const point = 0x2e;
const exponentMark = 0x65;

/** No number takes more bytes than this: `-1.7976931348623157e+308`. */
export const maxNumberLength = 24;

/**
 * Writes `value` into `out` at `at` as client_golang does, and returns the place after it.
 *
 * That is Go's strconv.FormatFloat(value, 'g', -1, 64): the shortest digits that read back as the same
 * double, with an exponent of at least two digits below 1e-4 and from a million on (`1.073741824e+09`).
 * Whole numbers and whole numbers of nanoseconds, nearly all that a page shows, are written without making
 * a string.
 */
export function writeNumber(out: Uint8Array, at: number, value: number): number {
  if (value < 0) {
    out[at] = minus;
    return value === -Infinity ? writeText(out, at + 1, "Inf") : writeNumber(out, at + 1, -value);
  }
  const whole = Math.floor(value);
  if (whole === value) {
    if (value < 1e6) return writeSmallInteger(out, at, value);
    if (value <= Number.MAX_SAFE_INTEGER) return writeWithExponent(out, at, value, 0);
    return writeText(out, at, formatSlowly(value));
  }
  // A decimal of at most 15 digits is the shortest that reads back as its double; so if the value is a whole
  // number of billionths with no more digits than that, those are the digits.
  const billionths = Math.floor(value * 1e9 + 0.5);
  if (billionths >= 1e15 || billionths / 1e9 !== value) return writeText(out, at, formatSlowly(value));
  if (value < 1e-4 || value >= 1e6) return writeWithExponent(out, at, billionths, -9);
  at = writeSmallInteger(out, at, whole);
  out[at] = point;
  return withoutTrailingZeros(out, writeNineDigits(out, at + 1, billionths - whole * 1e9));
}

/** `value` as client_golang prints it: for `le` and `quantile`. */
export function formatNumber(value: number): string {
  const bytes = new Uint8Array(maxNumberLength);
  return Buffer.from(bytes.buffer, 0, writeNumber(bytes, 0, value)).toString("latin1");
}

/** `digits` × 10^`scale` as `d.ddde+xx`. */
function writeWithExponent(out: Uint8Array, at: number, digits: number, scale: number): number {
  // The digits go one place to the right of where they belong, then the first moves before the point.
  const end = writeInteger(out, at + 1, digits);
  out[at] = out[at + 1] ?? 0;
  out[at + 1] = point;
  const last = withoutTrailingZeros(out, end);
  return writeExponent(out, last > at + 2 ? last : at + 1, end - (at + 2) + scale);
}

function writeExponent(out: Uint8Array, at: number, exponent: number): number {
  out[at] = exponentMark;
  out[at + 1] = exponent < 0 ? minus : plus;
  return writeTwoDigits(out, at + 2, Math.abs(exponent));
}

/** Go's notation made from JavaScript's: both find the same shortest digits, and write them differently. */
function formatSlowly(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : "+Inf";
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

function writeText(out: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index++) out[at + index] = text.charCodeAt(index);
  return at + text.length;
}
