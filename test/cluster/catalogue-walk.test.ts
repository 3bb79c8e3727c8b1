import { beforeAll, describe, expect, test } from "vitest";
import { buildVirtualCluster, type VirtualCluster } from "../../sim/cluster/virtual-cluster.ts";
import { catalogueOf } from "../../sim/metrics/catalogue.ts";
import type { CatalogueEntry } from "../../sim/metrics/catalogue/entry.ts";
import {
  componentKinds,
  kubeVirtVersions,
  type ComponentKind,
  type KubeVirtVersion,
} from "../../sim/model/components.ts";
import type { Manifest } from "../../sim/scenario/scenario.ts";
import { kindNamed } from "../../sim/store/kinds.ts";
import type { KubeObject } from "../../sim/store/object.ts";
import { virtualMachineInstanceKind } from "../../sim/store/objects/virtual-machine.ts";
import { parseFamilies, type ParsedFamily } from "../support/exposition.ts";
import { checkMetrics, promtool } from "../support/promtool.ts";
import { testWith } from "../support/prometheus.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";
import { pageTextOf, play, readyPodsOf } from "../support/virtual-cluster.ts";

/** A page of a component's process, as a scrape got it. */
interface SeenPage {
  readonly t: number;
  readonly kind: ComponentKind;
  readonly text: string;
  readonly families: readonly ParsedFamily[];
}

/** Families of the catalogue that nothing in a cluster makes show, and why. */
const neverEmitted: Readonly<Record<string, string>> = {
  kubevirt_vmi_gpu_info: "KubeVirt v1.9 never gives its cache the informer it needs",
  kubevirt_console_active_connections: "sessions are not simulated: virtctl console gets a Status",
  kubevirt_vnc_active_connections: "sessions are not simulated: virtctl vnc gets a Status",
  kubevirt_usbredir_active_connections: "sessions are not simulated: virtctl usbredir gets a Status",
  kubevirt_portforward_active_tunnels: "sessions are not simulated: virtctl port-forward gets a Status",
  kubevirt_vmi_last_api_connection_timestamp_seconds: "sessions are not simulated",
};

/** What only shows once something has happened, and is not there before. */
const notBefore: readonly string[] = [
  "kubevirt_vm_created_by_pod_total",
  "kubevirt_vm_resource_limits",
  "kubevirt_vmi_guest_os_panic_total",
  "kubevirt_vmi_migration_data_bytes_total",
  "kubevirt_vmi_migration_data_processed_bytes",
  "kubevirt_vmi_migration_data_remaining_bytes",
  "kubevirt_vmi_migration_dirty_memory_rate_bytes",
  "kubevirt_vmi_migration_end_time_seconds",
  "kubevirt_vmi_migration_failed",
  "kubevirt_vmi_migration_memory_transfer_rate_bytes",
  "kubevirt_vmi_migration_phase_transition_time_from_creation_seconds",
  "kubevirt_vmi_migration_start_time_seconds",
  "kubevirt_vmi_migration_succeeded",
  "kubevirt_vmi_phase_transition_time_from_deletion_seconds",
  "kubevirt_vmi_phase_transition_time_seconds",
  "kubevirt_vmsnapshot_succeeded_timestamp_seconds",
];

/** A VM with limits, which those of a scenario have not. */
const limited: Manifest = {
  apiVersion: "kubevirt.io/v1",
  kind: "VirtualMachine",
  metadata: { name: "limited", namespace: "default" },
  spec: {
    runStrategy: "Always",
    template: {
      spec: {
        domain: {
          devices: {},
          resources: { limits: { cpu: "2", memory: "2Gi" }, requests: { cpu: "1", memory: "1Gi" } },
        },
      },
    },
  },
};

const ref = (name: string) => ({ namespace: "default", name });

/** Makes all conditions true that a family can have, and takes all pages before, while and after they are. */
async function walk(version: KubeVirtVersion): Promise<SeenPage[]> {
  const base = scenario();
  const big = { memoryBytes: 16 * 2 ** 30 };
  const vms = [virtualMachine("a", big), virtualMachine("b", big), virtualMachine("c"), virtualMachine("d")];
  const kubevirt = { ...base.kubevirt, version };
  const cluster = await buildVirtualCluster(scenario({ kubevirt, virtualMachines: vms }));
  const pages = await pagesAt(cluster, 5);
  play(cluster, 10, { apply: { manifests: [], objects: [limited] } });
  play(cluster, 30, { migrate: ref("a") });
  play(cluster, 30, { panic: ref("c") });
  play(cluster, 31, { delete: ref("d") });
  const snapshotSucceeds = takeSnapshot(cluster, "a");
  await reviewCreation(cluster);
  pages.push(...(await pagesAt(cluster, 44)));
  snapshotSucceeds();
  pages.push(...(await pagesAt(cluster, 90)));
  play(cluster, 120, { migrate: ref("b") });
  await cluster.advance(134);
  const vmi = cluster.simulation.store.get(virtualMachineInstanceKind, "default", "b");
  play(cluster, 135, { removeNode: { node: vmi?.status.migrationState?.targetNode ?? "", stays: true } });
  pages.push(...(await pagesAt(cluster, 260)));
  cluster.close();
  return pages;
}

async function pagesAt(cluster: VirtualCluster, t: number): Promise<SeenPage[]> {
  await cluster.advance(t);
  const pages: SeenPage[] = [];
  for (const kind of componentKinds) {
    for (const { metadata } of readyPodsOf(cluster, kind)) {
      const text = await pageTextOf(cluster, metadata.name);
      pages.push({ t, kind, text, families: parseFamilies(text) });
    }
  }
  return pages;
}

interface Snapshot extends KubeObject {
  readonly spec: object;
  readonly status: object;
}

/** A snapshot that is begun, and succeeds when the snapshot controller says so; there is none here. */
function takeSnapshot({ simulation }: VirtualCluster, name: string): () => void {
  const kind = kindNamed<Snapshot>("virtualmachinesnapshots", "snapshot.kubevirt.io");
  const snapshot = simulation.store.create(kind, {
    apiVersion: "snapshot.kubevirt.io/v1beta1",
    kind: "VirtualMachineSnapshot",
    metadata: { name: `${name}-snapshot`, namespace: "default" },
    spec: { source: { apiGroup: "kubevirt.io", kind: "VirtualMachine", name } },
    status: { phase: "InProgress" },
  });
  const status = { phase: "Succeeded", creationTime: "2026-01-01T00:00:01Z", readyToUse: true };
  return () => void simulation.store.update(kind, { ...snapshot, status });
}

/** Asks virt-api's webhook about a new VM; the simulated apiserver does not. */
async function reviewCreation(cluster: VirtualCluster): Promise<void> {
  const [pod] = readyPodsOf(cluster, "virt-api");
  const review = { request: { uid: "1", operation: "CREATE", namespace: "default" } };
  await cluster.componentOf(pod?.metadata.name ?? "")?.handle({
    method: "POST",
    path: "/virtualmachines-validate",
    headers: {},
    body: new TextEncoder().encode(JSON.stringify(review)),
  });
}

/** Whether these are the labels of the entry, in its order; one that ends in `*` stands for any number. */
function fits(labels: readonly string[], { labels: expected }: CatalogueEntry): boolean {
  const pattern = expected
    .filter(isOwn)
    .map((label) => (label.endsWith("*") ? `(?:${label.slice(0, -1)}[a-zA-Z0-9_]+,)*` : `${label},`));
  return new RegExp(`^${pattern.join("")}$`).test(labels.map((label) => `${label},`).join(""));
}

/** Whether a label is the series' own, and not one that a histogram or a summary adds. */
function isOwn(label: string): boolean {
  return label !== "le" && label !== "quantile";
}

describe.each(kubeVirtVersions)("the live pages of %s", (version) => {
  const entries = new Map(catalogueOf(version).map((entry) => [entry.name, entry]));
  let pages: SeenPage[] = [];

  beforeAll(async () => {
    pages = await walk(version);
  }, 60_000);

  test("show every family of the catalogue, from each component that has it", () => {
    const seen = new Set(
      pages.flatMap(({ kind, families }) => families.map(({ name }) => `${kind} ${name}`)),
    );
    const missing = [...entries.values()].flatMap(({ name, components }) =>
      name in neverEmitted ? [] : components.map((kind) => `${kind} ${name}`).filter((one) => !seen.has(one)),
    );
    expect(missing).toEqual([]);
    const emitted = Object.keys(neverEmitted).filter((name) =>
      [...seen].some((one) => one.endsWith(` ${name}`)),
    );
    expect(emitted).toEqual([]);
  });

  test("show nothing that is not in the catalogue, with its type and exactly its labels, in their order", () => {
    for (const { kind, families } of pages) {
      for (const { name, type, samples } of families) {
        const entry = entries.get(name);
        expect(entry?.components, `${kind} exposes ${name}`).toContain(kind);
        expect(entry?.type, name).toBe(type);
        for (const { labels } of samples) {
          const own = Object.keys(labels).filter(isOwn);
          expect(entry !== undefined && fits(own, entry), `${kind} ${name}{${own.join()}}`).toBe(true);
        }
      }
    }
  });

  test("have each family under its condition only: not before what it tells of, not from a standby", () => {
    for (const { t, kind, families } of pages) {
      const names = families.map(({ name }) => name);
      if (t === 5) expect(names.filter((name) => notBefore.includes(name))).toEqual([]);
      const leads = families.find(({ name }) => /virt_controller_leading|leading_virt_controller/.test(name));
      if (kind !== "virt-controller" || leads?.samples[0]?.value === 1) continue;
      const ofLeaders = names.filter((name) => entries.get(name)?.when.startsWith("on the leader") === true);
      expect(ofLeaders).toEqual([]);
    }
  });

  testWith({ promtool })("are all accepted by promtool", async () => {
    for (const { kind, text } of pages)
      expect(await checkMetrics(text), kind).toEqual({ readable: true, complaints: [] });
  });
});
