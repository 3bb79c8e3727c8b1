import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatNumber, maxNumberLength, writeNumber } from "../../sim/metrics/number.ts";

/**
 * Each line: the bits of a double in hexadecimal, and what Go's strconv.FormatFloat(x, 'g', -1, 64) makes
 * of it: special values, powers of ten, bucket bounds, nanoseconds, counts, random bits.
 */
const goFloats = readFileSync(new URL("testdata/go-floats.txt", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => {
    const [bits = "", text = ""] = line.split(" ");
    return { value: Buffer.from(bits, "hex").readDoubleBE(), text };
  });

test("every double is written as Go writes it", () => {
  // client_golang has a shortcut for the one double where its text differs from Go's: minus zero.
  const expected = goFloats.map(({ value, text }) => (value === 0 ? "0" : text));
  expect(goFloats.map(({ value }) => formatNumber(value))).toEqual(expected);
});

test("a number is written at its place, and the place after it is returned", () => {
  for (const { value, text } of goFloats) {
    if (value === 0) continue;
    const out = new Uint8Array(maxNumberLength + 8).fill(0x2a);
    const end = writeNumber(out, 3, value);
    expect(Buffer.from(out.subarray(0, end)).toString()).toBe(`***${text}`);
  }
});

test("nothing is written beyond the longest number", () => {
  for (const { value } of goFloats) {
    const out = new Uint8Array(maxNumberLength + 8).fill(0x2a);
    writeNumber(out, 0, value);
    expect(out.subarray(maxNumberLength).every((byte) => byte === 0x2a)).toBe(true);
  }
});

test("what is written reads back as the same double", () => {
  for (let nanoseconds = 1; nanoseconds < 2 ** 53; nanoseconds = nanoseconds * 3 + 1) {
    for (const value of [nanoseconds, nanoseconds / 1e9, nanoseconds / 1000, -nanoseconds / 7]) {
      expect(Number(formatNumber(value))).toBe(value);
    }
  }
});
