import type { EndpointSubset } from "../objects/service.ts";

/** An Endpoints object holds no more addresses than this; a Service with more needs EndpointSlices. */
const maxAddresses = 1000;

export const overCapacityAnnotation = "endpoints.kubernetes.io/over-capacity";

/**
 * The subsets cut down to what an Endpoints object may hold, or undefined when they fit.
 *
 * Ready addresses come first; what is cut is cut from all subsets in proportion, as the real controller does.
 */
export function truncated(subsets: readonly EndpointSubset[]): EndpointSubset[] | undefined {
  const ready = count(subsets, "addresses");
  const notReady = count(subsets, "notReadyAddresses");
  if (ready + notReady <= maxAddresses) return undefined;
  if (ready > maxAddresses) {
    return cut(withoutNotReady(subsets), "addresses", ready, maxAddresses);
  }
  return cut(subsets, "notReadyAddresses", notReady, maxAddresses - ready);
}

type AddressList = "addresses" | "notReadyAddresses";

function cut(
  subsets: readonly EndpointSubset[],
  list: AddressList,
  total: number,
  room: number,
): EndpointSubset[] {
  let left = room;
  return subsets.flatMap((subset) => {
    const present = subset[list] ?? [];
    const share = Math.min(left, Math.ceil((present.length / total) * room));
    left -= share;
    const { [list]: _, ...others } = subset;
    const kept: EndpointSubset = share === 0 ? others : { ...others, [list]: present.slice(0, share) };
    return kept.addresses === undefined && kept.notReadyAddresses === undefined ? [] : [kept];
  });
}

function withoutNotReady(subsets: readonly EndpointSubset[]): EndpointSubset[] {
  return subsets.map(({ notReadyAddresses: _, ...subset }) => subset);
}

function count(subsets: readonly EndpointSubset[], list: AddressList): number {
  return subsets.reduce((sum, subset) => sum + (subset[list]?.length ?? 0), 0);
}
