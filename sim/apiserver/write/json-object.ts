import { badRequest } from "../status.ts";

/** An object as a client sent it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Deeper than any Kubernetes object; past it walking an object could exhaust the stack. */
const mostLevels = 200;

/** A body that is valid JSON or YAML may still not be fit to be kept. Throws ApiError 400. */
export function checkJson(value: unknown): void {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > mostLevels) throw badRequest(`the body is nested deeper than ${mostLevels} levels`);
    level = level.flatMap(childrenOf);
  }
}

function childrenOf(value: unknown): readonly unknown[] {
  if (typeof value === "number" && !Number.isFinite(value)) throw badRequest(`${value} is no JSON number`);
  if (typeof value !== "object" || value === null) return [];
  // Copying such a key about would change an object's prototype instead.
  if (Object.hasOwn(value, "__proto__")) throw badRequest('unknown field "__proto__"');
  return Array.isArray(value) ? value : Object.values(value);
}
