import type { SliceEndpoint } from "../objects/endpoint-slice.ts";

/** The real controller's default: more endpoints make another slice. */
export const maxEndpointsPerSlice = 100;

/** What becomes of a Service's slices: contents for those that change, and contents of new ones. */
interface Packing {
  /** By slice name; an empty list takes the slice away. Slices that stay as they are, are left out. */
  readonly changed: ReadonlyMap<string, readonly SliceEndpoint[]>;
  readonly added: readonly (readonly SliceEndpoint[])[];
}

/**
 * Packs endpoints into slices and touches as few as it can, so that watchers hear of one small change.
 *
 * An endpoint stays in the slice it is in. New ones go first into slices that change anyway, then into an
 * untouched one that has room for all of them, the fullest, and only then into new ones.
 *
 * @param present the slices as they are, by name
 * @param wanted the endpoints that are to be in them, by address
 */
export function pack(
  present: ReadonlyMap<string, readonly SliceEndpoint[]>,
  wanted: ReadonlyMap<string, SliceEndpoint>,
  same: (a: SliceEndpoint, b: SliceEndpoint) => boolean,
): Packing {
  const missing = new Map(wanted);
  const changed = new Map<string, SliceEndpoint[]>();
  for (const [name, endpoints] of present) {
    const kept = endpoints.flatMap((endpoint) => takeFrom(missing, endpoint));
    const untouched = kept.every((endpoint, index) => {
      const before = endpoints[index];
      return before !== undefined && same(before, endpoint);
    });
    if (!untouched || kept.length !== endpoints.length) changed.set(name, kept);
  }
  const left = fill(changed, [...missing.values()]);
  if (left.length === 0) return { changed, added: [] };
  const roomy =
    left.length >= maxEndpointsPerSlice ? undefined : fullestWithRoom(present, changed, left.length);
  if (roomy === undefined) return { changed, added: inSlices(left) };
  changed.set(roomy, [...(present.get(roomy) ?? []), ...left]);
  return { changed, added: [] };
}

/** The endpoint as it is to be, taken from those that still need a place; nothing when it is not wanted any more. */
function takeFrom(missing: Map<string, SliceEndpoint>, endpoint: SliceEndpoint): SliceEndpoint[] {
  const address = endpoint.addresses[0] ?? "";
  const next = missing.get(address);
  missing.delete(address);
  return next === undefined ? [] : [next];
}

/** Puts endpoints where there is room in the slices that change anyway; returns those that found none. */
function fill(changed: Map<string, SliceEndpoint[]>, endpoints: readonly SliceEndpoint[]): SliceEndpoint[] {
  let next = 0;
  for (const kept of changed.values()) {
    const room = maxEndpointsPerSlice - kept.length;
    kept.push(...endpoints.slice(next, next + room));
    next = Math.min(endpoints.length, next + room);
  }
  return endpoints.slice(next);
}

function fullestWithRoom(
  present: ReadonlyMap<string, readonly SliceEndpoint[]>,
  changed: ReadonlyMap<string, unknown>,
  room: number,
): string | undefined {
  let best: { readonly name: string; readonly size: number } | undefined;
  for (const [name, endpoints] of present) {
    if (changed.has(name) || endpoints.length + room > maxEndpointsPerSlice) continue;
    if (best === undefined || endpoints.length > best.size) best = { name, size: endpoints.length };
  }
  return best?.name;
}

function inSlices(endpoints: readonly SliceEndpoint[]): SliceEndpoint[][] {
  const slices: SliceEndpoint[][] = [];
  for (let from = 0; from < endpoints.length; from += maxEndpointsPerSlice) {
    slices.push(endpoints.slice(from, from + maxEndpointsPerSlice));
  }
  return slices;
}
