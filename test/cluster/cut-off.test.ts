import { expect, test } from "vitest";
import type { Fault } from "../../sim/faults/fault.ts";
import { conditionIsTrue } from "../../sim/store/objects/conditions.ts";
import { nodeKind } from "../../sim/store/objects/node.ts";
import { podIsReady, podsByComponent } from "../../sim/store/objects/pod.ts";
import { endpointsKind } from "../../sim/store/objects/service.ts";
import { virtualMachineInstanceKind } from "../../sim/store/objects/virtual-machine.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";
import { bootVirtually, play, samplesOf } from "../support/virtual-cluster.ts";

const node = { name: "node01", labels: {}, cpus: 16, memoryBytes: 2 ** 36 };

/** One node, whose virt-handler cannot reach the apiserver from 30 s to 630 s. */
function cutOff(fault: Pick<Fault, "kind" | "settings">) {
  const outage = {
    name: "outage",
    atSeconds: 30,
    forSeconds: 600,
    fault: { ...fault, from: { component: "virt-handler" }, to: { component: "apiserver" } },
  } as const;
  return bootVirtually(
    scenario({
      nodes: [node],
      virtualMachines: ["a", "b"].map((name) => virtualMachine(name)),
      timeline: [outage],
    }),
  );
}

type Cluster = Awaited<ReturnType<typeof cutOff>>;

const handlerOf = ({ simulation }: Cluster) => simulation.store.by(podsByComponent, "virt-handler")[0];
const isReady = (cluster: Cluster) => {
  const pod = handlerOf(cluster);
  return pod !== undefined && podIsReady(pod);
};
const notReadyAddresses = ({ simulation }: Cluster) =>
  (simulation.store.get(endpointsKind, "kubevirt", "kubevirt-prometheus-metrics")?.subsets ?? [])
    .flatMap(({ notReadyAddresses: addresses = [] }) => addresses)
    .map(({ targetRef }) => targetRef?.name);

test.each([
  { kind: "black-hole", settings: {} },
  { kind: "http-status", settings: { status: 500 } },
] as const)(
  "a virt-handler whose health check fails ($kind) is not ready until it succeeds",
  async (fault) => {
    const cluster = await cutOff(fault);
    expect(isReady(cluster)).toBe(true);
    await cluster.advance(620);
    expect(isReady(cluster)).toBe(false);
    expect(notReadyAddresses(cluster)).toEqual([handlerOf(cluster)?.metadata.name]);
    await cluster.advance(700);
    expect(isReady(cluster)).toBe(true);
    expect(notReadyAddresses(cluster)).toEqual([]);
  },
);

test("refused connections leave it ready, as client-go only tries refused watches again", async () => {
  const cluster = await cutOff({ kind: "connection-refused" });
  await cluster.advance(620);
  expect(isReady(cluster)).toBe(true);
});

const instanceOf = ({ simulation }: Cluster, name: string) =>
  simulation.store.get(virtualMachineInstanceKind, "default", name);
const named = (name: string) => ({ namespace: "default", name });

/** The VMs that the virt-handler reports. */
async function reported(cluster: Cluster): Promise<Set<string | undefined>> {
  const samples = await samplesOf(cluster, "virt-handler");
  const cpu = samples.filter(({ name }) => name === "kubevirt_vmi_cpu_usage_seconds_total");
  return new Set(cpu.map(({ labels }) => labels["name"]));
}

test.each([
  { kind: "connection-refused", settings: {} },
  { kind: "black-hole", settings: {} },
  { kind: "http-status", settings: { status: 500 } },
] as const)("what a cut-off virt-handler ($kind) is to do waits until it is back", async (fault) => {
  const cluster = await cutOff(fault);
  // Soon after the beginning: a client in a black hole has not noticed yet.
  play(cluster, 35, { create: virtualMachine("c") });
  play(cluster, 36, { stop: named("a") });
  play(cluster, 37, { pause: named("b") });
  await cluster.advance(620);
  expect(instanceOf(cluster, "c")?.status.phase).toBe("Scheduled");
  expect(instanceOf(cluster, "a")?.status.phase).toBe("Running");
  expect(conditionIsTrue(instanceOf(cluster, "b")?.status.conditions, "Paused")).toBe(false);
  const domains = cluster.simulation.hypervisors.onNode("node01").map(({ name }) => name);
  expect(domains.sort()).toEqual(["a", "b"]);
  // A virt-handler that is not ready is not asked by `samplesOf`; the guests that run go on being reported.
  if (isReady(cluster)) expect(await reported(cluster)).toEqual(new Set(["a", "b"]));
  await cluster.advance(900);
  expect(instanceOf(cluster, "c")?.status.phase).toBe("Running");
  expect(instanceOf(cluster, "a")).toBeUndefined();
  expect(conditionIsTrue(instanceOf(cluster, "b")?.status.conditions, "Paused")).toBe(true);
  expect(await reported(cluster)).toEqual(new Set(["b", "c"]));
});

test("a node whose virt-handler was cut off for five minutes takes no VMIs, until it is heard of again", async () => {
  const cluster = await cutOff({ kind: "connection-refused" });
  const schedulable = () =>
    cluster.simulation.store.get(nodeKind, undefined, "node01")?.metadata.labels?.["kubevirt.io/schedulable"];
  await cluster.advance(300);
  expect(schedulable()).toBe("true");
  await cluster.advance(500);
  expect(schedulable()).toBe("false");
  await cluster.advance(800);
  expect(schedulable()).toBe("true");
});

test("a migration stands still while either of its virt-handlers is cut off", async () => {
  const nodes = ["node01", "node02"].map((name) => ({ ...node, name }));
  const outage = {
    name: "outage",
    atSeconds: 30,
    forSeconds: 100,
    fault: {
      kind: "connection-refused",
      from: { component: "virt-handler", node: "node02" },
      to: { component: "apiserver" },
    },
  } as const;
  const vm = virtualMachine("a", { nodeSelector: { "kubernetes.io/hostname": "node01" } });
  const cluster = await bootVirtually(scenario({ nodes, virtualMachines: [vm], timeline: [outage] }));
  const { store } = cluster.simulation;
  const present = instanceOf(cluster, "a");
  // It was made for node01; from now on it may go anywhere.
  if (present !== undefined) {
    const { nodeSelector: _, ...spec } = present.spec;
    store.update(virtualMachineInstanceKind, { ...present, spec });
  }
  play(cluster, 35, { migrate: named("a") });
  await cluster.advance(125);
  expect(instanceOf(cluster, "a")?.status.nodeName).toBe("node01");
  expect(instanceOf(cluster, "a")?.status.migrationState?.targetNodeAddress).toBeUndefined();
  await cluster.advance(260);
  expect(instanceOf(cluster, "a")?.status.nodeName).toBe("node02");
});

test("each step of a guest's life is an update that its virt-handler counts", async () => {
  const cluster = await bootVirtually(scenario({ nodes: [node] }));
  const updates = async () =>
    (await samplesOf(cluster, "virt-handler"))
      .filter(({ name }) => name === "kubevirt_rest_client_requests_total")
      .filter(({ labels }) => labels["verb"] === "UPDATE" && labels["code"] === "200")
      .reduce((sum, { value }) => sum + value, 0);
  expect(await updates()).toBe(0);
  play(cluster, 10, { create: virtualMachine("c") });
  await cluster.advance(100);
  // It is defined, it runs, its agent is there.
  expect(await updates()).toBe(3);
});
