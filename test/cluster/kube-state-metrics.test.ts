import { expect, onTestFinished, test } from "vitest";
import { buildVirtualCluster, type VirtualCluster } from "../../sim/cluster/virtual-cluster.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { podIsReady, podKind, podsByComponent } from "../../sim/store/objects/pod.ts";
import { clusterRoleBindingKind } from "../../sim/store/objects/rbac.ts";
import { endpointsKind } from "../../sim/store/objects/service.ts";
import type { HttpReply } from "../../sim/wire/exchange.ts";
import { parseExposition, type Sample } from "../support/exposition.ts";
import { testWith } from "../support/prometheus.ts";
import { checkMetrics, promtool } from "../support/promtool.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";

const prometheus = "system:serviceaccount:monitoring:prometheus";
const monitorAccount = "system:serviceaccount:monitoring:prometheus-k8s";

async function boot(more: Partial<Scenario> = {}): Promise<VirtualCluster> {
  const cluster = await buildVirtualCluster(
    scenario({ kubeStateMetrics: true, virtualMachines: [virtualMachine("db")], ...more }),
  );
  onTestFinished(() => cluster.close());
  return cluster;
}

function podOf({ simulation }: VirtualCluster) {
  const [pod] = simulation.store.by(podsByComponent, "kube-state-metrics");
  if (pod === undefined) throw new Error("kube-state-metrics has no pod");
  return pod;
}

async function ask(cluster: VirtualCluster, token?: string, path = "/metrics"): Promise<HttpReply> {
  const component = cluster.componentOf(podOf(cluster).metadata.name);
  if (component === undefined) throw new Error("kube-state-metrics does not run");
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = component.handle({ method: "GET", path, headers });
  await cluster.advance(cluster.clock.now() + 0.5);
  const reply = await answer;
  reply.finished?.();
  return reply;
}

async function samplesOf(cluster: VirtualCluster): Promise<readonly Sample[]> {
  const { body } = await ask(cluster, prometheus);
  return parseExposition(Buffer.from(body as Uint8Array).toString(), "prometheus");
}

const runningPods = (samples: readonly Sample[]) =>
  samples
    .filter(
      ({ name, labels, value }) =>
        name === "kube_pod_status_phase" && labels["phase"] === "Running" && value === 1,
    )
    .map(({ labels }) => labels["pod"])
    .sort();

test("it runs beside KubeVirt and is found through its own Service", async () => {
  const cluster = await boot();
  const { store } = cluster.simulation;
  expect(podIsReady(podOf(cluster))).toBe(true);
  const endpoints = store.get(endpointsKind, "monitoring", "kube-state-metrics");
  expect(endpoints?.subsets).toMatchObject([
    {
      addresses: [{ ip: podOf(cluster).status.podIP, targetRef: { name: podOf(cluster).metadata.name } }],
      ports: [{ name: "https-main", port: 8443 }],
    },
  ]);
  expect(runningPods(await samplesOf(cluster))).toEqual(
    store
      .list(podKind)
      .map(({ metadata }) => metadata.name)
      .sort(),
  );
});

test("without it nothing of it is there", async () => {
  const { simulation } = await boot({ kubeStateMetrics: false });
  expect(simulation.store.by(podsByComponent, "kube-state-metrics")).toEqual([]);
  expect(simulation.store.get(endpointsKind, "monitoring", "kube-state-metrics")).toBeUndefined();
});

testWith({ promtool })("promtool accepts its page", async () => {
  const { body } = await ask(await boot(), prometheus);
  expect(await checkMetrics(Buffer.from(body as Uint8Array).toString())).toEqual({
    readable: true,
    complaints: [],
  });
});

test("it shows what it last saw while it is cut off, and catches up when it is not", async () => {
  const cluster = await boot({
    timeline: [
      {
        name: "cut-off",
        atSeconds: 60,
        forSeconds: 120,
        fault: {
          kind: "connection-refused",
          from: { component: "kube-state-metrics" },
          to: { component: "apiserver" },
        },
      },
      { name: "gone", atSeconds: 90, delete: { namespace: "default", name: "db" } },
    ],
  });
  // Who may read is remembered for a while; asked now, so that it is known during the fault.
  const before = runningPods(await samplesOf(cluster));
  await cluster.advance(100);
  expect(runningPods(await samplesOf(cluster))).toEqual(before);
  expect(before).toHaveLength(11);
  await cluster.advance(400);
  expect(runningPods(await samplesOf(cluster))).toHaveLength(10);
});

test("only who may read metrics is answered", async () => {
  const cluster = await boot();
  expect((await ask(cluster)).status).toBe(401);
  expect((await ask(cluster, "nobody's")).status).toBe(401);
  expect((await ask(cluster, monitorAccount)).status).toBe(403);
  expect((await ask(cluster, prometheus, "/debug")).status).toBe(403);
  expect((await ask(cluster, "system:admin", "/debug")).status).toBe(404);
  expect((await ask(cluster, prometheus)).status).toBe(200);
});

test("what it may see and ask is decided by its ClusterRoleBinding", async () => {
  const cluster = await boot();
  cluster.simulation.store.delete(clusterRoleBindingKind, undefined, "kube-state-metrics");
  expect((await ask(cluster, prometheus)).status).toBe(401);
});

test("it is killed and comes back as any component does", async () => {
  const cluster = await boot({
    timeline: [{ name: "killed", atSeconds: 30, crash: { component: "kube-state-metrics" } }],
  });
  await cluster.advance(60);
  expect(podOf(cluster).status.containerStatuses?.map(({ restartCount }) => restartCount)).toEqual([1, 1]);
  expect(runningPods(await samplesOf(cluster))).toHaveLength(11);
});
