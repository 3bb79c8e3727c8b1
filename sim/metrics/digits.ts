/**
 * Writers of decimal digits into a buffer, without making a string. Each returns the place after what it
 * wrote. Three digits at a time come from a table: divisions are what costs.
 */

const zero = 0x30;
/** The digits of the numbers below a thousand. */
const hundreds = new Uint8Array(1000);
const tens = new Uint8Array(1000);
const units = new Uint8Array(1000);
for (let value = 0; value < 1000; value++) {
  hundreds[value] = zero + Math.floor(value / 100);
  tens[value] = zero + (Math.floor(value / 10) % 10);
  units[value] = zero + (value % 10);
}

/** `value` < 100 as exactly two digits. */
export function writeTwoDigits(out: Uint8Array, at: number, value: number): number {
  out[at] = tens[value] ?? zero;
  out[at + 1] = units[value] ?? zero;
  return at + 2;
}

function writeThreeDigits(out: Uint8Array, at: number, value: number): number {
  out[at] = hundreds[value] ?? zero;
  out[at + 1] = tens[value] ?? zero;
  out[at + 2] = units[value] ?? zero;
  return at + 3;
}

function writeSixDigits(out: Uint8Array, at: number, value: number): number {
  const high = (value / 1000) | 0;
  writeThreeDigits(out, at, high);
  return writeThreeDigits(out, at + 3, value - high * 1000);
}

/** `value` < 1e9 as exactly nine digits: the fraction of a number of nanoseconds. */
export function writeNineDigits(out: Uint8Array, at: number, value: number): number {
  const high = (value / 1e6) | 0;
  writeThreeDigits(out, at, high);
  return writeSixDigits(out, at + 3, value - high * 1e6);
}

/** A whole `value` from 0 to 2^53, without leading zeros. */
export function writeInteger(out: Uint8Array, at: number, value: number): number {
  if (value < 1e9) return writeSmallInteger(out, at, value | 0);
  const high = Math.floor(value / 1e9);
  return writeNineDigits(out, writeSmallInteger(out, at, high), value - high * 1e9);
}

/** A whole `value` < 1e9, without leading zeros. */
export function writeSmallInteger(out: Uint8Array, at: number, value: number): number {
  if (value < 1000) return writeUpToThreeDigits(out, at, value);
  if (value < 1e6) {
    const high = (value / 1000) | 0;
    return writeThreeDigits(out, writeUpToThreeDigits(out, at, high), value - high * 1000);
  }
  const high = (value / 1e6) | 0;
  return writeSixDigits(out, writeUpToThreeDigits(out, at, high), value - high * 1e6);
}

function writeUpToThreeDigits(out: Uint8Array, at: number, value: number): number {
  if (value >= 100) return writeThreeDigits(out, at, value);
  if (value >= 10) return writeTwoDigits(out, at, value);
  out[at] = zero + value;
  return at + 1;
}

/** The place after the last digit before `end` that is not 0. */
export function withoutTrailingZeros(out: Uint8Array, end: number): number {
  while (out[end - 1] === zero) end--;
  return end;
}
