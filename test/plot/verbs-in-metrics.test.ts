import { expect, onTestFinished, test } from "vitest";
import { buildVirtualCluster, type VirtualCluster } from "../../sim/cluster/virtual-cluster.ts";
import type { ComponentKind } from "../../sim/model/components.ts";
import { playVerb } from "../../sim/plot/verbs.ts";
import type { Scenario, TimelineVerb } from "../../sim/scenario/scenario.ts";
import { podIsReady, podsByComponent } from "../../sim/store/objects/pod.ts";
import { virtualMachineInstanceKind } from "../../sim/store/objects/virtual-machine.ts";
import { parseExposition, type Sample } from "../support/exposition.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";
import { pageTextOf } from "../support/virtual-cluster.ts";

const ref = { namespace: "default", name: "a" };

/** A cluster whose components are real, each page to be asked for as a scrape would. */
async function boot(given: Scenario) {
  const cluster = await buildVirtualCluster(given);
  onTestFinished(() => cluster.close());
  const play = (atSeconds: number, verb: TimelineVerb) =>
    cluster.simulation.player.add([
      { name: `at ${atSeconds}`, atSeconds, play: (stage) => playVerb(stage, verb) },
    ]);
  return { cluster, store: cluster.simulation.store, play };
}

const podsOf = ({ simulation }: VirtualCluster, component: ComponentKind) =>
  simulation.store.by(podsByComponent, component).filter(podIsReady);

const pageOf = async (cluster: VirtualCluster, podName: string): Promise<readonly Sample[]> =>
  parseExposition(await pageTextOf(cluster, podName));

/** The samples of a family on the pages of all ready pods of a component. */
async function samplesOf(cluster: VirtualCluster, component: ComponentKind, family: string) {
  const samples: Sample[] = [];
  for (const { metadata } of podsOf(cluster, component))
    samples.push(...(await pageOf(cluster, metadata.name)).filter(({ name }) => name === family));
  return samples;
}

/** The virt-handlers that report a VM: the `node` label of its series. */
async function reportersOf(cluster: VirtualCluster, vm: string) {
  const samples = await samplesOf(cluster, "virt-handler", "kubevirt_vmi_memory_domain_bytes");
  return samples.filter(({ labels }) => labels["name"] === vm).map(({ labels }) => labels["node"]);
}

test("a migrating VM shows its progress on the source's page, and then on the target's alone", async () => {
  const vm = virtualMachine("a", { memoryBytes: 16 * 2 ** 30 });
  const { cluster, store, play } = await boot(scenario({ virtualMachines: [vm] }));
  const nodeOf = () => store.get(virtualMachineInstanceKind, "default", "a")?.status.nodeName;
  const source = nodeOf();
  play(10, { migrate: ref });
  await cluster.advance(24);
  expect(
    await samplesOf(cluster, "virt-handler", "kubevirt_vmi_migration_data_remaining_bytes"),
  ).toContainEqual(expect.objectContaining({ labels: { ...ref, node: source } }));
  const running = await samplesOf(cluster, "virt-controller", "kubevirt_vmi_migrations_in_running_phase");
  expect(Math.max(...running.map(({ value }) => value))).toBe(1);
  expect(await reportersOf(cluster, "a")).toEqual([source]);
  await cluster.advance(120);
  expect(nodeOf()).not.toBe(source);
  expect(await reportersOf(cluster, "a")).toEqual([nodeOf()]);
  expect(await samplesOf(cluster, "virt-controller", "kubevirt_vmi_migration_succeeded")).toHaveLength(1);
});

test("a roll-out to another release changes the names and labels that are scraped", async () => {
  const legacy = {
    version: "legacy",
    monitorNamespace: undefined,
    monitorAccount: "prometheus-k8s",
    platform: "kubernetes",
  } as const;
  const { cluster, play } = await boot(
    scenario({ kubevirt: legacy, virtualMachines: [virtualMachine("a")] }),
  );
  const domains = async () => {
    const samples = await samplesOf(cluster, "virt-handler", "kubevirt_vmi_memory_resident_bytes");
    return samples.map(({ labels }) => labels["domain"]);
  };
  const newRequests = () => samplesOf(cluster, "virt-api", "kubevirt_rest_client_requests_total");
  expect(await domains()).toEqual(["default_a"]);
  expect(await newRequests()).toEqual([]);
  play(10, { rollout: { version: "v1.9" } });
  await cluster.advance(300);
  expect(await domains()).toEqual([undefined]);
  expect((await newRequests()).length).toBeGreaterThan(0);
});

test("a component that is rolled out has new pods with young processes, and one at a time is missing", async () => {
  const { cluster, play } = await boot(scenario());
  const names = () => podsOf(cluster, "virt-handler").map(({ metadata }) => metadata.name);
  const before = names();
  let fewest = before.length;
  cluster.simulation.store.subscribe(() => (fewest = Math.min(fewest, names().length)));
  play(10, { rollout: { component: "virt-handler" } });
  await cluster.advance(200);
  expect(names()).toHaveLength(3);
  expect(names().filter((name) => before.includes(name))).toEqual([]);
  expect(fewest).toBe(2);
});

test("when the leading virt-controller crashes there is one leader again, and its process is young", async () => {
  const { cluster, play } = await boot(scenario());
  play(10, { crash: { component: "virt-controller" } });
  await cluster.advance(200);
  const leading = await samplesOf(cluster, "virt-controller", "kubevirt_virt_controller_leading_status");
  expect(leading.map(({ value }) => value).sort()).toEqual([0, 1]);
  const started = await samplesOf(cluster, "virt-controller", "process_start_time_seconds");
  const epochSeconds = cluster.clock.epochMillis / 1000;
  for (const { value } of started) expect(value - epochSeconds).toBeGreaterThan(10);
});

test("a Deployment that is scaled has as many pods that answer, and none is left over when it is scaled down", async () => {
  const { cluster, play } = await boot(scenario());
  play(10, { scale: { component: "virt-api", replicas: 4 } });
  play(60, { scale: { component: "virt-api", replicas: 1 } });
  await cluster.advance(50);
  expect(await samplesOf(cluster, "virt-api", "process_start_time_seconds")).toHaveLength(4);
  await cluster.advance(120);
  expect(await samplesOf(cluster, "virt-api", "process_start_time_seconds")).toHaveLength(1);
});

test("what ran on a node whose power is cut is reported by another, once the cloud has taken it away", async () => {
  const { cluster, store, play } = await boot(scenario({ virtualMachines: [virtualMachine("a")] }));
  const node = store.get(virtualMachineInstanceKind, "default", "a")?.status.nodeName ?? "";
  const [handler] = podsOf(cluster, "virt-handler").filter(({ spec }) => spec.nodeName === node);
  play(10, { removeNode: { node } });
  await cluster.advance(11);
  expect(cluster.componentOf(handler?.metadata.name ?? "")).toBeUndefined();
  await cluster.advance(300);
  expect(podsOf(cluster, "virt-handler")).toHaveLength(2);
  const reporters = await reportersOf(cluster, "a");
  expect(reporters).toHaveLength(1);
  expect(reporters).not.toContain(node);
});

test("a node that joins reports the VMs that come to it", async () => {
  const { cluster, play } = await boot(scenario());
  play(10, { addNode: { name: "late", labels: { pool: "late" }, cpus: 8, memoryBytes: 2 ** 35 } });
  play(40, { create: virtualMachine("a", { nodeSelector: { pool: "late" } }) });
  await cluster.advance(100);
  expect(await reportersOf(cluster, "a")).toEqual(["late"]);
});

test("a drained node's virt-handler answers on, and reports no VM", async () => {
  const { cluster, store, play } = await boot(scenario({ virtualMachines: [virtualMachine("a")] }));
  const node = store.get(virtualMachineInstanceKind, "default", "a")?.status.nodeName ?? "";
  play(10, { drain: { node } });
  await cluster.advance(120);
  expect(podsOf(cluster, "virt-handler")).toHaveLength(3);
  const reporters = await reportersOf(cluster, "a");
  expect(reporters).toHaveLength(1);
  expect(reporters).not.toContain(node);
});
