import type { ComponentKind, KubeVirtVersion } from "../model/components.ts";
import { entryFor } from "./catalogue.ts";
import type { Family } from "./family.ts";
import { counterFrom } from "./from-catalogue.ts";

/** What a component reports of reconciling VMIs. */
export interface SyncMetrics {
  synced(namespace: string, name: string): void;
  /** The VMI is gone, and with it its series. */
  forgot(namespace: string, name: string): void;
}

/** `kubevirt_vmi_sync_total`, where the release has it. */
export function buildSyncFamilies(
  kind: ComponentKind,
  version: KubeVirtVersion,
): { readonly families: readonly Family[]; readonly metrics: SyncMetrics } {
  const entry = entryFor(kind, version, "kubevirt_vmi_sync_total");
  if (entry === undefined) {
    return { families: [], metrics: { synced: () => undefined, forgot: () => undefined } };
  }
  const syncs = counterFrom(entry);
  return {
    families: [syncs],
    metrics: {
      synced: (namespace, name) => syncs.inc([name, namespace]),
      forgot: (namespace, name) => syncs.remove([name, namespace]),
    },
  };
}
