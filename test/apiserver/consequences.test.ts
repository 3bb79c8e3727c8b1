import { expect, test } from "vitest";
import { podKind } from "../../sim/store/objects/pod.ts";
import { deploymentKind, replicaSetKind } from "../../sim/store/objects/workloads.ts";
import { endpointsKind } from "../../sim/store/objects/service.ts";
import { virtualMachineInstanceKind } from "../../sim/store/objects/virtual-machine.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";
import { simulationOf } from "../support/simulation.ts";
import { apiserverOf, namesOf } from "./support/apiserver.ts";

const merge = "application/merge-patch+json";
const deployments = "/apis/apps/v1/namespaces/kubevirt/deployments";

function cluster() {
  const simulated = simulationOf(scenario({ virtualMachines: [virtualMachine("a")] }));
  const { store, clock } = simulated;
  return { ...simulated, ...apiserverOf({ store, clock }) };
}

/** A VirtualMachine as users of a real KubeVirt write it. */
const cirros = {
  apiVersion: "kubevirt.io/v1",
  kind: "VirtualMachine",
  metadata: { name: "testvm" },
  spec: {
    runStrategy: "Always",
    template: {
      metadata: { labels: { "kubevirt.io/size": "small" } },
      spec: {
        domain: {
          devices: {
            disks: [{ name: "containerdisk", disk: { bus: "virtio" } }],
            interfaces: [{ name: "default", masquerade: {} }],
          },
          resources: { requests: { memory: "64M" } },
        },
        networks: [{ name: "default", pod: {} }],
        volumes: [
          { name: "containerdisk", containerDisk: { image: "quay.io/kubevirt/cirros-container-disk-demo" } },
        ],
      },
    },
  },
};

test("a VM that is applied runs, and has a guest on the node of its launcher; deleted it leaves nothing", async () => {
  const { ask, clock, store, simulation } = cluster();
  const path = "/apis/kubevirt.io/v1/namespaces/default/virtualmachines";
  expect(ask("POST", path, { body: cirros }).status).toBe(201);
  await clock.advance(40);
  const vmi = store.get(virtualMachineInstanceKind, "default", "testvm");
  expect(vmi?.status.phase).toBe("Running");
  const domain = simulation.hypervisors.get(vmi?.metadata.uid ?? "");
  expect(domain?.nodeName).toBe(vmi?.status.nodeName);
  ask("DELETE", `${path}/testvm`);
  await clock.advance(120);
  expect(
    namesOf(ask("GET", "/api/v1/namespaces/default/pods?labelSelector=vm.kubevirt.io/name%3Dtestvm").body),
  ).toEqual([]);
  expect(ask("GET", `${path}/testvm`).status).toBe(404);
});

test("a component's pod that is deleted is replaced by another, and takes its place in the Endpoints", async () => {
  const { ask, clock, store } = cluster();
  const handlers = () =>
    namesOf(ask("GET", "/api/v1/namespaces/kubevirt/pods?labelSelector=kubevirt.io%3Dvirt-handler").body);
  const before = handlers();
  ask("DELETE", `/api/v1/namespaces/kubevirt/pods/${before[0] ?? ""}`);
  await clock.advance(60);
  const after = handlers();
  expect(after).toHaveLength(3);
  expect(after).not.toContain(before[0]);
  const addresses = store.get(endpointsKind, "kubevirt", "kubevirt-prometheus-metrics")?.subsets?.[0]
    ?.addresses;
  const listed = addresses?.map(({ targetRef }) => targetRef?.name);
  for (const name of after) expect(listed).toContain(name);
});

test("a Deployment that is scaled has as many pods", async () => {
  const { ask, clock, store } = cluster();
  ask("PATCH", `${deployments}/virt-api/scale`, { contentType: merge, body: { spec: { replicas: 3 } } });
  await clock.advance(60);
  expect(store.get(deploymentKind, "kubevirt", "virt-api")?.status.readyReplicas).toBe(3);
});

test("a pod whose label is taken off leaves the Endpoints", async () => {
  const { ask, clock, store } = cluster();
  const pod = store.list(podKind, "kubevirt")[0];
  const patch = { metadata: { labels: { "prometheus.kubevirt.io": null } } };
  ask("PATCH", `/api/v1/namespaces/kubevirt/pods/${pod?.metadata.name ?? ""}`, {
    contentType: merge,
    body: patch,
  });
  await clock.advance(10);
  const subsets = store.get(endpointsKind, "kubevirt", "kubevirt-prometheus-metrics")?.subsets ?? [];
  const names = subsets.flatMap(({ addresses = [] }) => addresses.map(({ targetRef }) => targetRef?.name));
  expect(names.length).toBeGreaterThan(0);
  expect(names).not.toContain(pod?.metadata.name);
});

test("a namespace that is deleted goes when it is empty, and gets a default account when it is made", async () => {
  const { ask, clock } = cluster();
  ask("POST", "/api/v1/namespaces", { body: { metadata: { name: "shop" } } });
  await clock.advance(1);
  expect(namesOf(ask("GET", "/api/v1/namespaces/shop/serviceaccounts").body)).toEqual(["default"]);
  ask("POST", "/api/v1/namespaces/shop/configmaps", { body: { metadata: { name: "a" } } });
  ask("DELETE", "/api/v1/namespaces/shop");
  await clock.advance(10);
  expect(ask("GET", "/api/v1/namespaces/shop").status).toBe(404);
  expect(ask("GET", "/api/v1/namespaces/shop/configmaps/a").status).toBe(404);
});

test("what belonged to a deleted Deployment goes with it, unless it was orphaned", async () => {
  const { ask, clock, store } = cluster();
  const replicaSets = (name: string) =>
    store.list(replicaSetKind, "kubevirt").filter(({ metadata }) => metadata.name.startsWith(name)).length;
  ask("DELETE", `${deployments}/virt-api`);
  ask("DELETE", `${deployments}/virt-controller`, { body: { propagationPolicy: "Orphan" } });
  await clock.advance(120);
  expect({ api: replicaSets("virt-api"), controller: replicaSets("virt-controller") }).toEqual({
    api: 0,
    controller: 1,
  });
});

test("a ServiceMonitor is made when its kind is defined, and goes with the definition", async () => {
  const { ask, clock } = cluster();
  const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  const monitors = "/apis/monitoring.coreos.com/v1/servicemonitors";
  const definition = ask("GET", `${definitions}/servicemonitors.monitoring.coreos.com`).body;
  expect(ask("GET", monitors).body.items).toHaveLength(1);
  ask("DELETE", `${definitions}/servicemonitors.monitoring.coreos.com`);
  await clock.advance(5);
  expect(ask("GET", monitors).status).toBe(404);
  const { name } = definition.metadata;
  const again = ask("POST", definitions, {
    body: {
      apiVersion: definition.apiVersion,
      kind: definition.kind,
      metadata: { name },
      spec: definition.spec,
    },
  });
  expect(again.status).toBe(201);
  await clock.advance(10);
  expect(ask("GET", monitors).body.items).toHaveLength(1);
});
