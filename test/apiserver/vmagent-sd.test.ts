import { expect } from "vitest";
import { podKind, type Pod } from "../../sim/store/objects/pod.ts";
import { program, startVmagent, testWith } from "../support/prometheus.ts";
import { until } from "../support/until.ts";
import { discoveryRequests, startDiscovered, type Job } from "./support/discovering.ts";

const path = program("VMAGENT", "vmagent") ?? "";
const test = testWith({ vmagent: path === "" ? undefined : path });

async function discovered(jobs: readonly Job[]) {
  const live = await startDiscovered(jobs);
  const agent = await startVmagent(path, live.configFile);
  /** The targets under the name of the Service's port: one for each of KubeVirt's pods. */
  const of = async (job: string) =>
    (await agent.targets())
      .map(({ discoveredLabels, labels }): Record<string, string> => ({
        ...discoveredLabels,
        job: labels["job"] ?? "",
      }))
      .filter((labels) => labels["job"] === job)
      .filter((labels) => labels["__meta_kubernetes_endpoint_port_name"] === "metrics");
  for (const { job } of jobs) {
    await until(`targets of ${job}`, async () => (await of(job)).length === 9, { describe: agent.output });
  }
  return { ...live, of };
}

test("V-a V-c V-d jobs that look for the same are answered by one list and one watch, which goes on", async () => {
  const live = await discovered([
    { job: "one", role: "endpoints" },
    { job: "two", role: "endpoints" },
  ]);
  const requests = discoveryRequests(live);
  expect(requests.listed).toEqual(["endpoints", "pods", "services"]);
  expect(requests.open).toEqual(["endpoints", "pods", "services"]);
  expect(requests.refused).toEqual([]);
  expect(live.apiserver.watches).toBe(3);
  const [hidden] = live.store.list(podKind, "kubevirt") as [Pod];
  live.store.modify(podKind, hidden, (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: {} } }));
  for (const job of ["one", "two"])
    await until("one target less", async () => (await live.of(job)).length === 8);
  expect(discoveryRequests(live).listed).toEqual(requests.listed);
});

test("V-e vmagent tells of endpoint, service and pod as Prometheus does", async () => {
  const { of, store } = await discovered([{ job: "endpoints", role: "endpoints" }]);
  const pod = store
    .list(podKind, "kubevirt")
    .find(({ metadata }) => metadata.name.startsWith("virt-handler"));
  const { name = "", uid } = pod?.metadata ?? {};
  const target = (await of("endpoints")).find((labels) => labels["__meta_kubernetes_pod_name"] === name);
  expect(target).toMatchObject({
    __address__: `${pod?.status.podIP ?? ""}:8443`,
    __meta_kubernetes_namespace: "kubevirt",
    __meta_kubernetes_endpoints_name: "kubevirt-prometheus-metrics",
    __meta_kubernetes_endpoints_labelpresent_kubevirt_io: "true",
    __meta_kubernetes_endpoint_ready: "true",
    __meta_kubernetes_endpoint_node_name: pod?.spec.nodeName,
    __meta_kubernetes_service_name: "kubevirt-prometheus-metrics",
    __meta_kubernetes_pod_uid: uid,
    __meta_kubernetes_pod_ready: "true",
    __meta_kubernetes_pod_controller_kind: "DaemonSet",
    __meta_kubernetes_pod_container_port_name: "metrics",
  });
});
