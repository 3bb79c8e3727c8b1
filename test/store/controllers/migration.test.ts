import { expect, test } from "vitest";
import { kubeVirtKind, kubeVirtOf } from "../../../sim/store/objects/kubevirt.ts";
import { migrationKind, type InstanceMigration } from "../../../sim/store/objects/migration.ts";
import { nodeKind } from "../../../sim/store/objects/node.ts";
import { podKind } from "../../../sim/store/objects/pod.ts";
import {
  virtualMachineInstanceKind,
  virtualMachineKind,
} from "../../../sim/store/objects/virtual-machine.ts";
import { setSchedulable } from "../../../sim/store/actions/nodes.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

type Simulated = ReturnType<typeof simulationOf>;

const ref = { namespace: "default", name: "a" };
const vmiOf = ({ store }: Simulated, name = "a") => store.get(virtualMachineInstanceKind, "default", name);
const domainOf = (simulated: Simulated) =>
  simulated.simulation.hypervisors.get(vmiOf(simulated)?.metadata.uid ?? "");
const printed = ({ store }: Simulated) =>
  store.get(virtualMachineKind, "default", "a")?.status?.printableStatus;
const migrationsOf = ({ store }: Simulated): readonly InstanceMigration[] => store.list(migrationKind);

function withOne(more: Parameters<typeof virtualMachine>[1] = {}) {
  return simulationOf(scenario({ virtualMachines: [virtualMachine("a", more)] }));
}

test("a migration passes KubeVirt's phases in order, and ends with the guest on another node", () => {
  const simulated = withOne();
  const { clock, play } = simulated;
  const source = vmiOf(simulated)?.status.nodeName;
  const sourcePod = simulated.store.list(podKind, "default")[0]?.metadata.name;
  play(10, { migrate: ref });
  clock.advanceSync(60);
  const [migration] = migrationsOf(simulated);
  expect(migration?.metadata.name).toMatch(/^kubevirt-migrate-vm-[a-z0-9]{5}$/);
  expect(migration?.metadata.labels).toEqual({ "kubevirt.io/vmi-name": "a" });
  expect(migration?.metadata.finalizers).toEqual([]);
  expect(migration?.status.phaseTransitionTimestamps?.map(({ phase }) => phase)).toEqual([
    "Pending",
    "Scheduling",
    "Scheduled",
    "PreparingTarget",
    "TargetReady",
    "Running",
    "Succeeded",
  ]);
  const vmi = vmiOf(simulated);
  const target = vmi?.status.nodeName;
  expect(target).not.toBe(source);
  expect(vmi?.metadata.labels).toEqual({ "kubevirt.io/vm": "a", "kubevirt.io/nodeName": target });
  expect(vmi?.status.migrationState).toMatchObject({
    completed: true,
    migrationUid: migration?.metadata.uid,
    sourceNode: source,
    sourcePod,
    targetNode: target,
    mode: "PreCopy",
  });
  expect(migration?.status.migrationState).toEqual(vmi?.status.migrationState);
  expect(domainOf(simulated)?.nodeName).toBe(target);
});

test("while it is under way both virt-handlers find the VMI by its labels, and the VM says Migrating", () => {
  const simulated = withOne({ memoryBytes: 8 * 2 ** 30 });
  const { clock, play, store } = simulated;
  const seen = new Set<string>();
  store.watch(virtualMachineInstanceKind, ({ object }) => {
    const { "kubevirt.io/nodeName": node, "kubevirt.io/migrationTargetNodeName": target } =
      object.metadata.labels ?? {};
    if (target !== undefined) seen.add(`${node ?? ""} ${target}`);
  });
  const source = vmiOf(simulated)?.status.nodeName ?? "";
  play(10, { migrate: ref });
  clock.advanceSync(22);
  expect(printed(simulated)).toBe("Migrating");
  expect(Object.values(vmiOf(simulated)?.status.activePods ?? {})).toHaveLength(2);
  expect(domainOf(simulated)?.nodeName).toBe(source);
  clock.advanceSync(60);
  expect(printed(simulated)).toBe("Running");
  const target = vmiOf(simulated)?.status.nodeName ?? "";
  expect([...seen]).toEqual([`${source} ${target}`]);
});

test("the source's launcher ends with its guest gone, the target's has the guest's new address", () => {
  const simulated = withOne();
  const { clock, play, store } = simulated;
  play(10, { migrate: ref });
  clock.advanceSync(60);
  const vmi = vmiOf(simulated);
  const pods = store.list(podKind, "default");
  const byNode = (node: string | undefined) => pods.find(({ spec }) => spec.nodeName === node);
  expect(byNode(vmi?.status.migrationState?.sourceNode)?.status.phase).toBe("Succeeded");
  const target = byNode(vmi?.status.nodeName);
  expect(target?.status.phase).toBe("Running");
  expect(target?.metadata.labels?.["kubevirt.io/migrationJobUID"]).toBe(
    vmi?.status.migrationState?.migrationUid,
  );
  expect(vmi?.status.activePods).toEqual({ [target?.metadata.uid ?? ""]: vmi?.status.nodeName });
  expect(vmi?.status.interfaces?.[0]?.ipAddress).toBe(target?.status.podIP);
});

test("the Domain goes on where it was, and the hypervisor that it left knows it no more", () => {
  const simulated = withOne();
  const { clock, play, simulation } = simulated;
  const before = domainOf(simulated);
  play(10, { migrate: ref });
  clock.advanceSync(60);
  const after = domainOf(simulated);
  expect(after?.startSeconds).toBe(before?.startSeconds);
  expect(after?.segments.map(({ cause }) => cause)).toEqual(["migration"]);
  expect(simulation.hypervisors.onNode(before?.nodeName ?? "")).toEqual([]);
});

test("a paused guest is still paused when it has moved", () => {
  const simulated = withOne();
  simulated.play(10, { pause: ref });
  simulated.play(20, { migrate: ref });
  simulated.clock.advanceSync(80);
  expect(migrationsOf(simulated)[0]?.status.phase).toBe("Succeeded");
  expect(domainOf(simulated)?.segments.at(-1)).toMatchObject({ cause: "pause", factors: { running: 0 } });
});

test("only one migration of a VMI at a time is admitted, and none of one that cannot be migrated", () => {
  const simulated = withOne({ interfaces: [{ name: "default" }] });
  const { clock, play, complaints } = simulated;
  play(10, { migrate: ref });
  play(11, { migrate: ref });
  play(12, { migrate: { namespace: "default", name: "nobody" } });
  clock.advanceSync(60);
  expect(migrationsOf(simulated)).toHaveLength(1);
  expect(complaints[0]).toContain("in-flight migration detected");
  expect(complaints[1]).toContain('"nobody" not found');
});

test("a guest that writes to its memory faster than it can be moved stays, and the VMI says why", () => {
  const workload = { type: "database", parameters: { dirtyRate: 2 ** 30 } } as const;
  const simulated = withOne({ memoryBytes: 8 * 2 ** 30, workload });
  const kubeVirt = kubeVirtOf(simulated.store);
  if (kubeVirt === undefined) throw new Error("there is no KubeVirt object");
  simulated.store.update(kubeVirtKind, {
    ...kubeVirt,
    spec: {
      ...kubeVirt.spec,
      configuration: { migrations: { bandwidthPerMigration: "64Mi", completionTimeoutPerGiB: 20 } },
    },
  });
  const source = vmiOf(simulated)?.status.nodeName;
  simulated.play(10, { migrate: ref });
  simulated.clock.advanceSync(600);
  expect(migrationsOf(simulated)[0]?.status.phase).toBe("Failed");
  const state = vmiOf(simulated)?.status.migrationState;
  expect(state).toMatchObject({ completed: true, failed: true });
  expect(state?.failureReason).toMatch(/^Live migration (is not completed after|stuck for) \d+ seconds/);
  expect(vmiOf(simulated)?.status.nodeName).toBe(source);
  expect(domainOf(simulated)?.nodeName).toBe(source);
  expect(vmiOf(simulated)?.metadata.labels).not.toHaveProperty(["kubevirt.io/migrationTargetNodeName"]);
  const running = simulated.store.list(podKind, "default").filter(({ status }) => status.phase === "Running");
  expect(running).toHaveLength(1);
});

test("a migration that is deleted while it runs is aborted, and the guest stays", () => {
  const simulated = withOne({ memoryBytes: 16 * 2 ** 30 });
  const { clock, play, store } = simulated;
  const source = vmiOf(simulated)?.status.nodeName;
  play(10, { migrate: ref });
  clock.advanceSync(22);
  const [migration] = migrationsOf(simulated);
  expect(migration?.status.phase).toBe("Running");
  store.delete(migrationKind, "default", migration?.metadata.name ?? "");
  clock.advanceSync(60);
  expect(migrationsOf(simulated)).toEqual([]);
  expect(vmiOf(simulated)?.status.migrationState).toMatchObject({ failed: true, abortStatus: "Succeeded" });
  expect(domainOf(simulated)?.nodeName).toBe(source);
});

test("a migration that finds no node fails after five minutes", () => {
  const simulated = withOne();
  const { clock, play, store } = simulated;
  const source = vmiOf(simulated)?.status.nodeName;
  for (const { metadata } of store.list(nodeKind))
    if (metadata.name !== source) setSchedulable(store, metadata.name, false);
  play(10, { migrate: ref });
  clock.advanceSync(300);
  expect(migrationsOf(simulated)[0]?.status.phase).toBe("Scheduling");
  clock.advanceSync(320);
  expect(migrationsOf(simulated)[0]?.status.phase).toBe("Failed");
  expect(vmiOf(simulated)?.status.phase).toBe("Running");
});

test("a VM that is stopped in the middle of its migration is gone with all its pods, and the migration with it", () => {
  const simulated = withOne({ memoryBytes: 16 * 2 ** 30 });
  const { clock, play, store, simulation } = simulated;
  play(10, { migrate: ref });
  play(22, { stop: ref });
  clock.advanceSync(120);
  expect(vmiOf(simulated)).toBeUndefined();
  expect(store.list(podKind, "default")).toEqual([]);
  expect(simulation.hypervisors.size).toBe(0);
  expect(migrationsOf(simulated).every(({ status }) => status.phase === "Failed")).toBe(true);
});

test("no more than two migrations leave a node at once, and no more than five run in the cluster", () => {
  const vms = Array.from({ length: 24 }, (_, index) =>
    virtualMachine(`vm-${index}`, { memoryBytes: 2 * 2 ** 30 }),
  );
  const simulated = simulationOf(scenario({ virtualMachines: vms }));
  const { clock, play, store } = simulated;
  let most = 0;
  let mostOutbound = 0;
  store.watch(migrationKind, () => {
    const running = migrationsOf(simulated).filter(
      ({ status: { phase } }) => !["Pending", "Succeeded", "Failed", undefined].includes(phase),
    );
    const sources = running.map(({ metadata, spec }) => {
      const status = vmiOf(simulated, spec.vmiName)?.status;
      const state = status?.migrationState;
      return state?.migrationUid === metadata.uid ? state.sourceNode : status?.nodeName;
    });
    most = Math.max(most, running.length);
    for (const node of new Set(sources))
      mostOutbound = Math.max(mostOutbound, sources.filter((source) => source === node).length);
  });
  for (const { name } of vms) play(10, { migrate: { namespace: "default", name } });
  clock.advanceSync(400);
  expect(migrationsOf(simulated).map(({ status }) => status.phase)).toEqual(vms.map(() => "Succeeded"));
  expect(most).toBeLessThanOrEqual(5);
  expect(mostOutbound).toBe(2);
});
