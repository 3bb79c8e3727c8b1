import seedrandom from "seedrandom";

/**
 * A stream of uniform draws from [0, 1) that depends on the seed and the key alone.
 *
 * Keyed, so that adding or moving one VM changes no other's numbers: `random(seed, "default/vm-7", "cpu")`.
 */
export function random(seed: number, ...key: readonly (string | number)[]): () => number {
  return seedrandom.alea([seed, ...key].join("\u0000"));
}

/** One draw from [low, high). */
export function uniform(
  low: number,
  high: number,
  seed: number,
  ...key: readonly (string | number)[]
): number {
  return low + (high - low) * random(seed, ...key)();
}

/** The alphabet of Kubernetes' generated name suffixes: no vowels, nothing that looks like another character. */
const suffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";

/** A generated-name suffix as Kubernetes writes it, `length` characters. */
export function nameSuffix(length: number, seed: number, ...key: readonly (string | number)[]): string {
  const draw = random(seed, "name", ...key);
  return Array.from({ length }, () => suffixAlphabet.charAt(Math.floor(draw() * suffixAlphabet.length))).join(
    "",
  );
}

/** A version 4 UUID that depends on the seed and the key alone. */
export function uuid(seed: number, ...key: readonly (string | number)[]): string {
  const draw = random(seed, "uid", ...key);
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (place) => {
    const digit = Math.floor(draw() * 16);
    return (place === "x" ? digit : (digit & 3) | 8).toString(16);
  });
}

/**
 * The draw from [0, 1) at one place of a stream, without the draws before it: what alea cannot do and a curve
 * that is asked for any t needs. Both arguments count as 32-bit integers. Source: MurmurHash3's finalizer.
 */
export function drawAt(stream: number, place: number): number {
  let bits = stream ^ Math.imul(place, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

/** A stream for `drawAt`, from a draw. */
export function streamFrom(draw: () => number): number {
  return Math.floor(draw() * 2 ** 32) | 0;
}
