import { expect } from "vitest";
import { nodeKind } from "../../sim/store/objects/node.ts";
import { podKind, type Pod } from "../../sim/store/objects/pod.ts";
import { program, startPrometheus, testWith, type PrometheusTarget } from "../support/prometheus.ts";
import { until } from "../support/until.ts";
import { discoveryRequests, startDiscovered, type Job } from "./support/discovering.ts";

const path = program("PROMETHEUS", "prometheus") ?? "";
const test = testWith({ prometheus: path === "" ? undefined : path });

type Labels = Readonly<Record<string, string>>;

/** What discovery tells of a target, less the prefix that all of it has. */
function told({ discoveredLabels }: PrometheusTarget): Labels {
  const entries = Object.entries(discoveredLabels);
  return Object.fromEntries(entries.map(([name, value]) => [name.replace(/^__meta_kubernetes_/, ""), value]));
}

/** A cluster with a Prometheus that looks for targets there, once `enough` jobs have found some. */
async function discovered(jobs: readonly Job[], enough = jobs.length) {
  const live = await startDiscovered(jobs);
  const server = await startPrometheus(path, live.configFile);
  const of = async (job: string) =>
    (await server.targets()).map(told).filter((labels) => labels["job"] === job);
  await until(
    `targets of ${enough} jobs`,
    async () => new Set((await server.targets()).map(({ discoveredLabels: { job } }) => job)).size === enough,
    { describe: server.output },
  );
  return { ...live, server, of };
}

/** Targets under the name of the Service's port: one for each of KubeVirt's pods. */
const metrics = (targets: readonly Labels[]) =>
  targets.filter((labels) => labels["endpoint_port_name"] === "metrics");

test("P-a a job that may not list one of its resources has no targets, one that needs it not has all of them", async () => {
  const withNodes = { attach_metadata: { node: true } };
  const { of, server, store } = await discovered(
    [
      { job: "needs nodes, may not", role: "endpoints", token: "monitor-token", more: withNodes },
      { job: "needs no nodes", role: "endpoints", token: "monitor-token" },
      { job: "may", role: "endpoints", more: withNodes },
      { job: "pod", role: "pod" },
      { job: "service", role: "service" },
      { job: "node", role: "node", more: { namespaces: {} } },
      { job: "slice", role: "endpointslice" },
    ],
    6,
  );
  await until("the refusal known", () => /nodes is forbidden/.test(server.output()));
  expect(metrics(await of("needs no nodes"))).toHaveLength(9);
  const [target] = metrics(await of("may"));
  expect(target).toMatchObject({
    node_name: target?.["endpoint_node_name"],
    node_label_kubernetes_io_os: "linux",
  });
  expect(await of("needs nodes, may not")).toEqual([]);
  expect((await of("node")).map(({ node_name }) => node_name).sort()).toEqual(
    store.list(nodeKind).map(({ metadata }) => metadata.name),
  );
  expect((await of("service")).map(({ service_name }) => service_name)).toContain("virt-api");
});

test("P-b P-c selectors narrow what is found, and whatever way it is asked for, every resource is watched", async () => {
  const live = await discovered([
    {
      job: "selected",
      role: "endpoints",
      more: {
        selectors: [
          { role: "endpoints", field: "metadata.name=kubevirt-prometheus-metrics" },
          { role: "service", label: "prometheus.kubevirt.io=true" },
          { role: "pod", label: "kubevirt.io in (virt-handler, virt-api)" },
        ],
      },
    },
  ]);
  const targets = metrics(await live.of("selected"));
  expect(targets).toHaveLength(9);
  const withPods = targets.flatMap(({ pod_label_kubevirt_io: component }) => component ?? []).sort();
  expect(withPods).toEqual(["virt-api", "virt-api", "virt-handler", "virt-handler", "virt-handler"]);
  const requests = discoveryRequests(live);
  expect(requests.open).toEqual(["endpoints", "pods", "services"]);
  expect(requests.refused).toEqual([]);
});

test("P-d P-h a pod that leaves the Service leaves the targets, and one that fails its readiness says so", async () => {
  const { of, store } = await discovered([
    { job: "endpoints", role: "endpoints" },
    { job: "slice", role: "endpointslice" },
  ]);
  const pods = store.list(podKind, "kubevirt");
  const [hidden, unready] = pods as [Pod, Pod];
  const byPod = async (job: string, prefix: string) => {
    const targets = (await of(job)).filter((labels) => labels[`${prefix}_port_name`] === "metrics");
    return new Map(targets.map((labels) => [labels[`${prefix}_address_target_name`], labels]));
  };
  const all = await byPod("endpoints", "endpoint");
  expect(new Set(all.keys())).toEqual(new Set(pods.map(({ metadata }) => metadata.name)));
  expect([...all.values()].every((labels) => labels["endpoint_address_target_kind"] === "Pod")).toBe(true);

  store.modify(podKind, hidden, (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: {} } }));
  const notReady = { type: "Ready", status: "False" } as const;
  store.modify(podKind, unready, (pod) => ({
    ...pod,
    status: {
      ...pod.status,
      conditions: pod.status.conditions.map((one) => (one.type === "Ready" ? { ...one, ...notReady } : one)),
    },
  }));
  await until("one target less, and one not ready", async () => {
    const [found, sliced] = [await byPod("endpoints", "endpoint"), await byPod("slice", "endpointslice")];
    return (
      !found.has(hidden.metadata.name) &&
      !sliced.has(hidden.metadata.name) &&
      found.get(unready.metadata.name)?.["endpoint_ready"] === "false" &&
      sliced.get(unready.metadata.name)?.["endpointslice_endpoint_conditions_ready"] === "false"
    );
  });
});

test("P-e P-f P-g targets tell of endpoint, service and pod; a pod's further ports are targets of their own", async () => {
  const { of, store } = await discovered([
    { job: "endpoints", role: "endpoints" },
    { job: "pod", role: "pod" },
  ]);
  const pod = store
    .list(podKind, "kubevirt")
    .find(({ metadata }) => metadata.name.startsWith("virt-handler"));
  const { name = "", uid } = pod?.metadata ?? {};
  const found = await of("endpoints");
  expect(metrics(found).find(({ pod_name }) => pod_name === name)).toMatchObject({
    __address__: `${pod?.status.podIP ?? ""}:8443`,
    namespace: "kubevirt",
    endpoints_name: "kubevirt-prometheus-metrics",
    // An empty value: only that the label is there can be told.
    endpoints_labelpresent_kubevirt_io: "true",
    endpoint_port_name: "metrics",
    endpoint_port_protocol: "TCP",
    endpoint_ready: "true",
    endpoint_node_name: pod?.spec.nodeName,
    endpoint_address_target_kind: "Pod",
    endpoint_address_target_name: name,
    service_name: "kubevirt-prometheus-metrics",
    service_label_prometheus_kubevirt_io: "true",
    pod_uid: uid,
    pod_ip: pod?.status.podIP,
    pod_host_ip: pod?.status.hostIP,
    pod_node_name: pod?.spec.nodeName,
    pod_phase: "Running",
    pod_ready: "true",
    pod_controller_kind: "DaemonSet",
    pod_controller_name: "virt-handler",
    pod_label_kubevirt_io: "virt-handler",
    pod_container_name: "virt-handler",
    pod_container_port_name: "metrics",
    pod_container_port_number: "8443",
  });
  const further = found.filter((labels) => labels["endpoint_port_name"] === undefined);
  expect(further.map(({ __address__ = "" }) => __address__.split(":")[1]).sort()).toEqual(
    expect.arrayContaining(["8187", "8187", "8187", "8444", "8444"]),
  );
  const ports = (await of("pod")).filter(({ pod_name }) => pod_name === name);
  expect(ports.map(({ pod_container_port_name }) => pod_container_port_name).sort()).toEqual([
    "metrics",
    "vmstats",
  ]);
  expect(ports.every(({ pod_ready }) => pod_ready === "true")).toBe(true);
});
