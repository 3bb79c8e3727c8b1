import { matchesLabels } from "../selector.ts";
import type { Store } from "../store.ts";
import { createdByLabel } from "./launcher-pod.ts";
import { podKind, podsByController, type Pod } from "./pod.ts";

/** The pods of a namespace that have all these labels; those of one guest are found without a look at all others. */
export function podsMatching(
  store: Store,
  namespace: string | undefined,
  wanted: Readonly<Record<string, string>>,
): Pod[] {
  const instanceUid = wanted[createdByLabel];
  const candidates =
    instanceUid === undefined ? store.list(podKind, namespace) : store.by(podsByController, instanceUid);
  return candidates.filter(
    ({ metadata }) => metadata.namespace === namespace && matchesLabels(metadata.labels, wanted),
  );
}
