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
