import type { KubeVirtVersion } from "../../model/components.ts";
import { entryFor } from "../catalogue.ts";
import type { CatalogueEntry } from "../catalogue/entry.ts";
import type { Family } from "../family.ts";
import { counterFrom, gaugeFrom } from "../from-catalogue.ts";
import type { GaugeVec } from "../vec.ts";

/** Where open sessions of each kind are counted; SSH sessions are tunnels to a port. */
const sessionGauges = {
  console: "kubevirt_console_active_connections",
  vnc: "kubevirt_vnc_active_connections",
  usbredir: "kubevirt_usbredir_active_connections",
  portforward: "kubevirt_portforward_active_tunnels",
} as const;
type SessionKind = keyof typeof sessionGauges;

/**
 * What a virt-api reports of the requests that went through it. Its series are there from the first such
 * request until the process ends. Legacy has none of them.
 *
 * Source: kubevirt pkg/monitoring/metrics/virt-api
 */
export class ApiMetrics {
  readonly families: readonly Family[];
  readonly #sessions: ReadonlyMap<string, GaugeVec>;
  readonly #lastConnection: GaugeVec | undefined;
  readonly #created: ReturnType<typeof counterFrom> | undefined;

  constructor(version: KubeVirtVersion) {
    const entry = (name: string): CatalogueEntry | undefined => entryFor("virt-api", version, name);
    this.#sessions = new Map(
      Object.entries(sessionGauges).flatMap(([kind, name]) => {
        const gauge = entry(name);
        return gauge === undefined ? [] : [[kind, gaugeFrom(gauge)]];
      }),
    );
    const lastConnection = entry("kubevirt_vmi_last_api_connection_timestamp_seconds");
    const created = entry("kubevirt_vm_created_by_pod_total");
    this.#lastConnection = lastConnection && gaugeFrom(lastConnection);
    this.#created = created && counterFrom(created);
    this.families = [...this.#sessions.values(), this.#lastConnection, this.#created].filter(
      (family) => family !== undefined,
    );
  }

  /** Somebody connected to the VMI, at this Unix time in seconds. Returns what ends the session. */
  sessionOpened(kind: SessionKind, namespace: string, vmi: string, unixSeconds: number): () => void {
    const gauge = this.#sessions.get(kind);
    gauge?.add([namespace, vmi], 1);
    this.#lastConnection?.set([namespace, vmi], Math.floor(unixSeconds));
    let open = true;
    return () => {
      if (open) gauge?.add([namespace, vmi], -1);
      open = false;
    };
  }

  /** The creation of a VM was admitted. */
  machineCreated(namespace: string): void {
    this.#created?.inc([namespace]);
  }
}
