import { expect, test } from "vitest";
import { slicesByService } from "../../../sim/store/objects/endpoint-slice.ts";
import { podKind } from "../../../sim/store/objects/pod.ts";
import { endpointsKind, serviceKind } from "../../../sim/store/objects/service.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

const service = "kubevirt-prometheus-metrics";
const nodes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `node${String(index).padStart(4, "0")}`,
    labels: { "topology.kubernetes.io/zone": `zone-${index % 3}` },
    cpus: 8,
    memoryBytes: 32 * 2 ** 30,
  }));
const legacy = {
  version: "legacy",
  monitorNamespace: undefined,
  monitorAccount: "prometheus-k8s",
  platform: "kubernetes",
} as const;

type Simulated = ReturnType<typeof simulationOf>;
const endpointsOf = ({ store }: Simulated) => store.get(endpointsKind, "kubevirt", service);
const slicesOf = ({ store }: Simulated) => store.by(slicesByService, `kubevirt/${service}`);

test("in the legacy version the Endpoints object is the monitoring guide's to the letter", () => {
  const simulated = simulationOf(scenario({ kubevirt: legacy }));
  const endpoints = endpointsOf(simulated);
  const { uid, resourceVersion, creationTimestamp, ...metadata } = endpoints?.metadata ?? {};
  expect([uid, resourceVersion, creationTimestamp].every((given) => given !== undefined)).toBe(true);
  expect(metadata).toEqual({
    labels: { "kubevirt.io": "", "prometheus.kubevirt.io": "" },
    name: service,
    namespace: "kubevirt",
  });
  expect(endpoints?.subsets).toHaveLength(1);
  const [subset] = endpoints?.subsets ?? [];
  expect(Object.keys(subset ?? {})).toEqual(["addresses", "ports"]);
  expect(subset?.ports).toEqual([{ name: "metrics", port: 8443, protocol: "TCP" }]);
  const pods = simulated.store.list(podKind, "kubevirt");
  for (const address of subset?.addresses ?? []) {
    const pod = pods.find(({ status }) => status.podIP === address.ip);
    expect(address).toEqual({
      ip: pod?.status.podIP,
      nodeName: pod?.spec.nodeName,
      targetRef: {
        kind: "Pod",
        name: pod?.metadata.name,
        namespace: "kubevirt",
        resourceVersion: expect.stringMatching(/^\d+$/) as string,
        uid: pod?.metadata.uid,
      },
    });
  }
});

test("since v0.59 the Service is headless, and its Endpoints say so, and what caused their last change", () => {
  const endpoints = endpointsOf(simulationOf(scenario()));
  expect(endpoints?.metadata.labels).toEqual({
    "kubevirt.io": "",
    "prometheus.kubevirt.io": "true",
    "service.kubernetes.io/headless": "",
  });
  expect(Object.keys(endpoints?.metadata.annotations ?? {})).toEqual([
    "endpoints.kubernetes.io/last-change-trigger-time",
  ]);
});

test("an Endpoints object ends at 1,000 addresses and says so; the slices have them all, a hundred each", () => {
  const simulated = simulationOf(scenario({ nodes: nodes(1000) }));
  const endpoints = endpointsOf(simulated);
  expect(endpoints?.subsets?.flatMap(({ addresses = [] }) => addresses)).toHaveLength(1000);
  expect(endpoints?.metadata.annotations?.["endpoints.kubernetes.io/over-capacity"]).toBe("truncated");
  const slices = slicesOf(simulated);
  expect(slices.flatMap((slice) => slice.endpoints)).toHaveLength(1006);
  expect(slices.every((slice) => slice.endpoints.length <= 100)).toBe(true);
  expect(slices.length).toBeLessThanOrEqual(12);
});

test("a slice belongs to its Service, and its endpoints say where they are", () => {
  const simulated = simulationOf(scenario());
  const [slice] = slicesOf(simulated);
  expect(slice?.metadata).toMatchObject({
    generateName: `${service}-`,
    labels: {
      "kubernetes.io/service-name": service,
      "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
      "prometheus.kubevirt.io": "true",
    },
    ownerReferences: [{ kind: "Service", name: service, controller: true }],
  });
  expect(slice?.addressType).toBe("IPv4");
  const handler = slice?.endpoints.find(({ targetRef }) => targetRef?.name.startsWith("virt-handler"));
  expect(handler).toMatchObject({
    conditions: { ready: true, serving: true, terminating: false },
    zone: handler?.nodeName === "node01" ? "rack-a" : "rack-b",
    targetRef: { kind: "Pod", namespace: "kubevirt" },
  });
});

test("a pod on its way out leaves Endpoints at once, and is terminating in its slice until it is gone", () => {
  const simulated = simulationOf(scenario());
  const { store, clock, runtime } = simulated;
  const [victim] = store.list(podKind, "kubevirt");
  const name = victim?.metadata.name ?? "";
  // A process that takes its time to end.
  runtime.kill = () => undefined;
  store.delete(podKind, "kubevirt", name, 30);
  clock.advanceSync(0.05);
  const listed = endpointsOf(simulated)?.subsets?.flatMap(({ addresses = [] }) => addresses);
  expect(listed?.map(({ targetRef }) => targetRef?.name)).not.toContain(name);
  const ending = () =>
    slicesOf(simulated)
      .flatMap(({ endpoints }) => endpoints)
      .find(({ targetRef }) => targetRef?.name === name);
  expect(ending()?.conditions).toEqual({ ready: false, serving: true, terminating: true });
  store.remove(podKind, "kubevirt", name);
  clock.advanceSync(0.1);
  expect(ending()).toBeUndefined();
});

test("a pod that loses its label leaves Endpoints and slices, and its Deployment's ReplicaSet keeps it", () => {
  const simulated = simulationOf(scenario());
  const { store, clock } = simulated;
  const pod = store.list(podKind, "kubevirt").find(({ metadata }) => metadata.name.startsWith("virt-api"));
  if (pod === undefined) throw new Error("there is no virt-api pod");
  const { "prometheus.kubevirt.io": _, ...labels } = pod.metadata.labels ?? {};
  store.update(podKind, { ...pod, metadata: { ...pod.metadata, labels } });
  clock.advanceSync(1);
  expect(endpointsOf(simulated)?.subsets?.[0]?.addresses).toHaveLength(8);
  expect(slicesOf(simulated).flatMap(({ endpoints }) => endpoints)).toHaveLength(8);
});

test("launcher pods are nobody's endpoints, and their coming and going writes none", () => {
  const simulated = simulationOf(scenario({ virtualMachines: [virtualMachine("a")] }));
  const { store, clock, play } = simulated;
  const before = [endpointsOf(simulated), ...slicesOf(simulated)].map((one) => one?.metadata.resourceVersion);
  play(1, { restart: { namespace: "default", name: "a" } });
  clock.advanceSync(60);
  expect(
    [endpointsOf(simulated), ...slicesOf(simulated)].map((one) => one?.metadata.resourceVersion),
  ).toEqual(before);
  expect(store.list(podKind, "default")).toHaveLength(1);
});

test("a Service that is deleted takes its Endpoints and slices with it", () => {
  const simulated = simulationOf(scenario());
  const { store, clock } = simulated;
  store.delete(serviceKind, "kubevirt", service);
  clock.advanceSync(1);
  expect(endpointsOf(simulated)).toBeUndefined();
  expect(slicesOf(simulated)).toEqual([]);
});

test("the API server's own Service has its address, in Endpoints and in a slice", () => {
  const { store } = simulationOf(scenario());
  expect(store.get(endpointsKind, "default", "kubernetes")?.subsets).toEqual([
    { addresses: [{ ip: "10.245.255.250" }], ports: [{ name: "https", port: 6443, protocol: "TCP" }] },
  ]);
  expect(store.by(slicesByService, "default/kubernetes")).toHaveLength(1);
});
