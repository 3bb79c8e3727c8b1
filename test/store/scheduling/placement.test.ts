import { expect, test } from "vitest";
import { virtualMachineManifest } from "../../../sim/plot/virtual-machine-manifest.ts";
import { setSchedulable } from "../../../sim/store/actions/nodes.ts";
import type { Affinity } from "../../../sim/store/objects/affinity.ts";
import type { Toleration } from "../../../sim/store/objects/taint.ts";
import { nodeKind } from "../../../sim/store/objects/node.ts";
import { podKind, type Pod } from "../../../sim/store/objects/pod.ts";
import { virtualMachineKind } from "../../../sim/store/objects/virtual-machine.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

type Simulated = ReturnType<typeof simulationOf>;

/** Where a pod with this spec goes, or why it goes nowhere. */
function placeOf(simulated: Simulated, spec: Partial<Pod["spec"]>): string | undefined {
  const { store, clock } = simulated;
  const { name } = store.create(podKind, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { generateName: "p-", namespace: "default", labels: { app: "p" } },
    spec: { containers: [{ name: "c", image: "i" }], ...spec },
    status: { phase: "Pending", conditions: [], qosClass: "BestEffort" },
  }).metadata;
  clock.advanceSync(clock.now() + 1);
  const pod = store.get(podKind, "default", name);
  return pod?.spec.nodeName ?? pod?.status.conditions.find(({ type }) => type === "PodScheduled")?.message;
}

const asking = (requests: Record<string, string>) => ({
  containers: [{ name: "c", image: "i", resources: { requests } }],
});
const onHosts = (operator: "In" | "NotIn", ...values: string[]): Affinity => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/hostname", operator, values }] }],
    },
  },
});
const alone: Affinity = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: { app: "p" } }, topologyKey: "kubernetes.io/hostname" },
    ],
  },
};

test("a pod goes where its nodeSelector, its node affinity and its anti-affinity let it", () => {
  const simulated = simulationOf(scenario());
  expect(placeOf(simulated, { nodeSelector: { "kubernetes.io/hostname": "node02" } })).toBe("node02");
  expect(placeOf(simulated, { affinity: onHosts("In", "node03") })).toBe("node03");
  expect(placeOf(simulated, { affinity: alone })).toBe("node01");
  expect(placeOf(simulated, { affinity: alone })).toBe(
    "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.",
  );
});

test("a taint keeps out who does not tolerate it", () => {
  const simulated = simulationOf(scenario());
  const { store } = simulated;
  for (const node of store.list(nodeKind))
    store.update(nodeKind, {
      ...node,
      spec: { taints: [{ key: "gpu", value: "yes", effect: "NoSchedule" }] },
    });
  const tolerating = (toleration: Toleration) => placeOf(simulated, { tolerations: [toleration] });
  expect(placeOf(simulated, {})).toBe("0/3 nodes are available: 3 node(s) had untolerated taint {gpu: yes}.");
  expect(tolerating({ key: "gpu", value: "no" })).toContain("untolerated taint");
  expect(tolerating({ key: "gpu", value: "yes", effect: "NoSchedule" })).toMatch(/^node/);
  expect(tolerating({ operator: "Exists" })).toMatch(/^node/);
});

test("what keeps a pod off is counted node by node, and it is tried again when a node changes", () => {
  const simulated = simulationOf(scenario());
  const { store, clock } = simulated;
  setSchedulable(store, "node01", false);
  expect(placeOf(simulated, { ...asking({ memory: "100Gi" }), affinity: onHosts("NotIn", "node02") })).toBe(
    "0/3 nodes are available: 1 Insufficient memory, 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) were unschedulable.",
  );
  const [waiting] = store.list(podKind, "default");
  const node = store.get(nodeKind, undefined, "node03");
  if (node === undefined) throw new Error("there is no node03");
  const allocatable = { ...node.status.allocatable, memory: "200Gi" };
  store.update(nodeKind, { ...node, status: { ...node.status, allocatable } });
  clock.advanceSync(clock.now() + 1);
  expect(store.get(podKind, "default", waiting?.metadata.name ?? "")?.spec.nodeName).toBe("node03");
});

test("nodes are filled evenly, and never beyond what they have", () => {
  const names = Array.from({ length: 40 }, (_, index) => `vm-${index}`);
  const simulated = simulationOf(scenario());
  const { store, clock } = simulated;
  for (const name of names)
    store.create(
      virtualMachineKind,
      virtualMachineManifest(virtualMachine(name, { memoryBytes: 3 * 2 ** 30 })),
    );
  clock.advanceSync(60);
  const counts = new Map<string | undefined, number>();
  for (const { spec } of store.list(podKind, "default"))
    counts.set(spec.nodeName, (counts.get(spec.nodeName) ?? 0) + 1);
  expect(counts.get("node01")).toBe(9);
  expect(counts.get("node02")).toBe(9);
  expect(counts.get("node03")).toBe(9);
  expect(counts.get(undefined)).toBe(13);
});
