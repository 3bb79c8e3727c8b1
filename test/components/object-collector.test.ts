import { expect, test } from "vitest";
import { virtualMachineManifest } from "../../sim/plot/virtual-machine-manifest.ts";
import { controlledBy, type KubeObject } from "../../sim/store/object.ts";
import { kindNamed } from "../../sim/store/kinds.ts";
import { claimKind, type PersistentVolumeClaim } from "../../sim/store/objects/claim.ts";
import { createdByLabel } from "../../sim/store/objects/launcher-pod.ts";
import { migrationKind } from "../../sim/store/objects/migration.ts";
import { pendingStatus, podKind, type PodPhase } from "../../sim/store/objects/pod.ts";
import {
  outdatedLauncherLabel,
  virtualMachineInstanceKind,
  virtualMachineKind,
  type InstancePhase,
  type VirtualMachineInstance,
} from "../../sim/store/objects/virtual-machine.ts";
import { virtualMachine } from "../support/scenario.ts";
import { instanceDraft } from "./handler-cluster.ts";
import { replicas } from "./replicas.ts";
import { sumOf, type SmallCluster, type TestedComponent } from "./small-cluster.ts";

type Scraped = Awaited<ReturnType<SmallCluster["scrape"]>>;

/** The leader's page a moment after `change`. */
async function after(cluster: SmallCluster, leader: TestedComponent, change: () => void): Promise<Scraped> {
  change();
  await cluster.clock.advance(cluster.clock.now() + 1);
  return cluster.scrape(leader);
}

function labelsOf(samples: Scraped, name: string): Readonly<Record<string, string>>[] {
  return samples.filter((sample) => sample.name === name).map(({ labels }) => labels);
}

function createInstance({ store }: SmallCluster, name: string, phase: InstancePhase = "Running") {
  return store.create(virtualMachineInstanceKind, instanceDraft(name, phase));
}

function modify(
  { store }: SmallCluster,
  vmi: VirtualMachineInstance,
  change: (present: VirtualMachineInstance) => VirtualMachineInstance,
) {
  store.modify<VirtualMachineInstance>(virtualMachineInstanceKind, vmi, change);
}

function createLauncher(
  { store }: SmallCluster,
  vmi: VirtualMachineInstance,
  { name, nodeName, phase }: { name: string; nodeName: string; phase: PodPhase },
) {
  return store.create(podKind, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "default",
      labels: { [createdByLabel]: vmi.metadata.uid },
      ownerReferences: [controlledBy(vmi)],
    },
    spec: { containers: [], nodeName },
    status: { ...pendingStatus, phase },
  });
}

test("the leader shows exactly the VMIs there are, the standby none", async () => {
  const { cluster, leader, standby } = await replicas();
  const names = (samples: Scraped) => labelsOf(samples, "kubevirt_vmi_info").map(({ name }) => name);
  const shown = await after(cluster, leader, () => {
    for (const name of ["a", "b", "c"]) createInstance(cluster, name, "Pending");
  });
  expect(names(shown)).toEqual(["a", "b", "c"]);
  expect(names(await cluster.scrape(standby))).toEqual([]);
  const fewer = await after(cluster, leader, () => {
    cluster.store.delete(virtualMachineInstanceKind, "default", "b");
  });
  expect(names(fewer)).toEqual(["a", "c"]);
});

test("VMIs from before a leader's time are shown by the next one, though it saw none of their changes", async () => {
  const { cluster, leader, standby } = await replicas();
  createInstance(cluster, "a");
  leader.component.kill();
  await cluster.clock.advance(cluster.clock.now() + 25);
  const samples = await cluster.scrape(standby);
  expect(labelsOf(samples, "kubevirt_vmi_info")).toMatchObject([{ name: "a", phase: "running" }]);
  expect(sumOf(samples, "kubevirt_vmi_phase_transition_time_seconds_count")).toBe(0);
});

test("a VMI is shown with the launcher pod that runs on its node, and no other", async () => {
  const { cluster, leader } = await replicas();
  const vmi = createInstance(cluster, "a");
  const podOf = (samples: Scraped) => labelsOf(samples, "kubevirt_vmi_info")[0]?.["vmi_pod"];
  const shown = await after(cluster, leader, () => {
    createLauncher(cluster, vmi, { name: "old", nodeName: "node01", phase: "Succeeded" });
    createLauncher(cluster, vmi, { name: "elsewhere", nodeName: "node02", phase: "Running" });
  });
  expect(podOf(shown)).toBe("");
  const create = () =>
    void createLauncher(cluster, vmi, { name: "now", nodeName: "node01", phase: "Running" });
  expect(podOf(await after(cluster, leader, create))).toBe("now");
  const moved = await after(cluster, leader, () =>
    modify(cluster, vmi, (present) => ({ ...present, status: { ...present.status, nodeName: "node02" } })),
  );
  expect(podOf(moved)).toBe("elsewhere");
  const gone = await after(cluster, leader, () => {
    cluster.store.remove(podKind, "default", "elsewhere");
  });
  expect(podOf(gone)).toBe("");
});

test("changes of phase are counted as they happen", async () => {
  const { cluster, leader } = await replicas();
  const vmi = createInstance(cluster, "a", "Scheduled");
  await cluster.clock.advance(cluster.clock.now() + 1);
  const samples = await after(cluster, leader, () =>
    modify(cluster, vmi, (present) => ({
      ...present,
      status: {
        ...present.status,
        phase: "Running",
        phaseTransitionTimestamps: [
          { phase: "Scheduled", phaseTransitionTimestamp: "2026-01-01T00:00:00Z" },
          { phase: "Running", phaseTransitionTimestamp: "2026-01-01T00:00:07Z" },
        ],
      },
    })),
  );
  const labels = { last_phase: "Scheduled", phase: "Running" };
  expect(sumOf(samples, "kubevirt_vmi_phase_transition_time_seconds_count", labels)).toBe(1);
  expect(sumOf(samples, "kubevirt_vmi_phase_transition_time_seconds_sum", labels)).toBe(7);
});

test("VMIs in launchers of an older release are counted by the leader, and by nobody else", async () => {
  const { cluster, leader, standby } = await replicas();
  const name = "kubevirt_vmi_number_of_outdated";
  const vmi = createInstance(cluster, "a");
  createInstance(cluster, "b");
  const count = async (change: () => void) => sumOf(await after(cluster, leader, change), name);
  const label = (labels: Record<string, string>) => () =>
    modify(cluster, vmi, (present) => ({ ...present, metadata: { ...present.metadata, labels } }));
  expect(await count(() => undefined)).toBe(0);
  expect(await count(label({ [outdatedLauncherLabel]: "" }))).toBe(1);
  expect(await count(label({}))).toBe(0);
  expect(await count(label({ [outdatedLauncherLabel]: "" }))).toBe(1);
  expect(await count(() => void cluster.store.delete(virtualMachineInstanceKind, "default", "a"))).toBe(0);
  expect(labelsOf(await cluster.scrape(leader), name)).toHaveLength(1);
  expect(labelsOf(await cluster.scrape(standby), name)).toHaveLength(0);
});

test("migrations are counted by phase, and a VMI names the last one", async () => {
  const { cluster, leader } = await replicas();
  const vmi = createInstance(cluster, "a");
  const migration = cluster.store.create(migrationKind, {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachineInstanceMigration",
    metadata: { name: "move-a", namespace: "default" },
    spec: { vmiName: "a" },
    status: { phase: "Running" },
  });
  const running = await after(cluster, leader, () =>
    modify(cluster, vmi, (present) => ({
      ...present,
      status: {
        ...present.status,
        migrationState: {
          migrationUid: migration.metadata.uid,
          sourceNode: "node01",
          sourcePod: "x",
          targetNode: "node02",
          targetPod: "y",
          startTimestamp: "2026-01-01T00:00:20Z",
        },
      },
    })),
  );
  expect(sumOf(running, "kubevirt_vmi_migrations_in_running_phase")).toBe(1);
  expect(labelsOf(running, "kubevirt_vmi_migration_start_time_seconds")).toMatchObject([
    { migration_name: "move-a", name: "a", node: "node01" },
  ]);
  const over = await after(cluster, leader, () => {
    cluster.store.update(migrationKind, { ...migration, status: { phase: "Succeeded" } });
  });
  expect(sumOf(over, "kubevirt_vmi_migrations_in_running_phase")).toBe(0);
  expect(labelsOf(over, "kubevirt_vmi_migration_succeeded")).toMatchObject([{ vmi: "a", vmim: "move-a" }]);
});

test("a VM is shown with its disks once their claims are there, whichever came first", async () => {
  const { cluster, leader } = await replicas();
  const sizes = (samples: Scraped) => sumOf(samples, "kubevirt_vm_disk_allocated_size_bytes", { name: "a" });
  const manifest = virtualMachineManifest(virtualMachine("a"));
  const created = await after(cluster, leader, () => void cluster.store.create(virtualMachineKind, manifest));
  expect(labelsOf(created, "kubevirt_vm_info")).toMatchObject([{ name: "a", namespace: "default" }]);
  expect(sizes(created)).toBe(0);
  const volumes = manifest.spec.template.spec.volumes ?? [];
  const [claimName = ""] = volumes
    .map(({ dataVolume, persistentVolumeClaim }) => dataVolume?.name ?? persistentVolumeClaim?.claimName)
    .filter((name) => name !== undefined);
  const claim = (storage: string): Parameters<typeof cluster.store.create<PersistentVolumeClaim>>[1] => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: claimName, namespace: "default" },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } },
    status: { phase: "Bound" },
  });
  const bound = await after(cluster, leader, () => void cluster.store.create(claimKind, claim("1Gi")));
  // What the VM's own template of a volume asks for comes before the claim's word.
  const wanted = sizes(bound);
  expect(wanted).toBeGreaterThan(0);
  const gone = await after(cluster, leader, () => {
    cluster.store.delete(virtualMachineKind, "default", "a");
  });
  expect(labelsOf(gone, "kubevirt_vm_info")).toEqual([]);
});

test("the labels of a VM are shown as the ConfigMap for it says, also when it says so later", async () => {
  const { cluster, leader } = await replicas();
  const vm = virtualMachineManifest(virtualMachine("a", { labels: { app: "shop", secret: "yes" } }));
  const shown = await after(cluster, leader, () => void cluster.store.create(virtualMachineKind, vm));
  expect(labelsOf(shown, "kubevirt_vm_labels")).toMatchObject([{ label_app: "shop", label_secret: "yes" }]);
  const fewer = await after(cluster, leader, () => {
    cluster.store.create(kindNamed<KubeObject & { data: object }>("configmaps"), {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "kubevirt-vm-labels-config", namespace: "kubevirt" },
      data: { ignorelist: "secret" },
    });
  });
  expect(labelsOf(fewer, "kubevirt_vm_labels")).toMatchObject([{ label_app: "shop" }]);
  expect(Object.keys(labelsOf(fewer, "kubevirt_vm_labels")[0] ?? {})).not.toContain("label_secret");
});

test("legacy shows nothing of objects", async () => {
  const { cluster, leader } = await replicas({ version: "legacy" });
  const samples = await after(cluster, leader, () => void createInstance(cluster, "a"));
  expect(samples.filter(({ name }) => name.startsWith("kubevirt_vm"))).toEqual([]);
});
