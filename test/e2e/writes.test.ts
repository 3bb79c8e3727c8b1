import { join } from "node:path";
import { expect } from "vitest";
import { startReadyKvsim, type KvsimUnderTest } from "../support/kvsim.ts";
import { program, startPrometheus, testWith, type PrometheusUnderTest } from "../support/prometheus.ts";
import { until } from "../support/until.ts";
import { kubectl, kubectlOn, manifestFile } from "./support/kubectl.ts";

const prometheus = program("PROMETHEUS", "prometheus");
const test = testWith({ kubectl, prometheus });

const scenario = (timeline = "") => `
apiVersion: kvsim/v1
name: writes
prometheus: {scrapeInterval: 2s}
nodes: 2
virtualMachines: 1
${timeline}`;

/** As a user writes it for a real KubeVirt: nothing in it knows of the simulator. */
const manifest = `
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: guestbook
spec:
  runStrategy: Always
  template:
    metadata:
      labels: {kubevirt.io/size: small, app: guestbook}
    spec:
      terminationGracePeriodSeconds: 0
      domain:
        cpu: {cores: 2}
        memory: {guest: 256Mi}
        devices:
          disks:
            - {name: containerdisk, disk: {bus: virtio}}
            - {name: cloudinitdisk, disk: {bus: virtio}}
          interfaces: [{name: default, masquerade: {}}]
          rng: {}
      networks: [{name: default, pod: {}}]
      volumes:
        - name: containerdisk
          containerDisk: {image: quay.io/containerdisks/fedora:latest}
        - name: cloudinitdisk
          cloudInitNoCloud:
            userData: |
              #cloud-config
              password: fedora
              chpasswd: {expire: false}
`;

const components = 8;

/** A cluster and a Prometheus that has scraped all of it. */
async function scrapedCluster(timeline?: string) {
  const kvsim = await startReadyKvsim(scenario(timeline));
  const server = await startPrometheus(prometheus ?? "", join(kvsim.directory, "prometheus.yml"));
  await until(`${components} targets up`, async () => (await upPods(server)).length === components, {
    describe: () => `${kvsim.output()}\n${server.output()}`,
  });
  return { kvsim, server, run: kubectlOn(kvsim) };
}

/** Names of the pods that Prometheus found and scraped, in order. */
async function upPods(server: PrometheusUnderTest): Promise<string[]> {
  const targets = await server.targets();
  return targets
    .filter(({ health, labels }) => health === "up" && labels["pod"] !== undefined)
    .map(({ labels }) => labels["pod"] ?? "")
    .sort();
}

async function podsOf(run: (args: string) => Promise<string>, component: string): Promise<string[]> {
  const names = await run(`get pods -n kubevirt -l kubevirt.io=${component} -o name`);
  return names
    .split("\n")
    .filter((name) => name !== "")
    .map((name) => name.replace("pod/", ""))
    .sort();
}

async function processOf(kvsim: KvsimUnderTest, pod: string) {
  const { components: all } = await kvsim.cluster();
  return all.find((component) => component.pod === pod);
}

test("a user's VM that is applied with kubectl is measured by Prometheus; deleted, its series are marked stale", async () => {
  const { kvsim, server, run } = await scrapedCluster();
  expect(await run(`apply -f ${await manifestFile(kvsim, manifest)}`)).toContain("guestbook created");
  const series = 'kubevirt_vmi_memory_domain_bytes{name="guestbook"}';
  await until("metrics of the VM", async () => (await server.query(series)).length === 1, { seconds: 60 });
  const [memory] = await server.query(series);
  const node = await run("get vmi guestbook -o jsonpath={.status.nodeName}");
  expect(memory).toMatchObject({
    value: 256 * 2 ** 20,
    labels: { namespace: "default", node, kubernetes_vmi_label_app: "guestbook" },
  });
  expect(
    await server.query('count(kubevirt_vmi_vcpu_seconds_total{name="guestbook",state="running"})'),
  ).toMatchObject([{ value: 2 }]);
  expect(
    (await server.query('kubevirt_vmi_storage_read_traffic_bytes_total{name="guestbook"}'))
      .map(({ labels }) => labels["drive"])
      .sort(),
  ).toEqual(["cloudinitdisk", "containerdisk"]);

  expect(await run("delete vm guestbook")).toContain("deleted");
  await until("no metrics of the VM", async () => (await server.query(series)).length === 0, { seconds: 60 });
  // Samples of less than five minutes ago, and yet no value: only a stale marker does that.
  const [samples] = await server.query(`count_over_time(${series}[4m])`);
  expect(samples?.value).toBeGreaterThan(0);
  await until("nothing of it left", async () => !(await run("get vm,vmi,pods")).includes("guestbook"));
}, 150_000);

test("what kubectl does to KubeVirt's own pods moves Prometheus' targets: delete, scale, take the label off", async () => {
  const { kvsim, server, run } = await scrapedCluster();
  const [victim = ""] = await podsOf(run, "virt-handler");
  const before = await processOf(kvsim, victim);
  await run(`delete pod -n kubevirt ${victim}`);
  await until(
    "the pod's target replaced",
    async () => {
      const up = await upPods(server);
      return up.length === components && !up.includes(victim);
    },
    { seconds: 60 },
  );
  const replacement = (await kvsim.cluster()).components.find(
    ({ kind, node: on, pod }) => kind === "virt-handler" && on === before?.node && pod !== victim,
  );
  expect(replacement).toBeDefined();
  expect(replacement?.address).not.toBe(before?.address);
  expect(replacement?.pid).not.toBe(before?.pid);

  await run("scale deployment -n kubevirt virt-api --replicas=3");
  await until("one target more", async () => (await upPods(server)).length === components + 1, {
    seconds: 60,
  });
  expect(await upPods(server)).toEqual(expect.arrayContaining(await podsOf(run, "virt-api")));

  const [hidden = ""] = await podsOf(run, "virt-controller");
  await run(`label pod -n kubevirt ${hidden} prometheus.kubevirt.io-`);
  await until(
    "its target gone",
    async () => {
      const up = await upPods(server);
      return up.length === components && !up.includes(hidden);
    },
    { seconds: 60 },
  );
  expect(await podsOf(run, "virt-controller")).toContain(hidden);
}, 200_000);

/** What Prometheus counts of its own discovery; 0 for what it has not met yet. */
async function counted({ url }: PrometheusUnderTest, series: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  const line = page.split("\n").find((text) => text.startsWith(`prometheus_sd_kubernetes_${series} `));
  return Number(line?.split(" ").at(-1) ?? 0);
}

const cutWatches = `
duration: 1h
timeline:
  - name: cut
    at: 1s
    every: 10s
    for: 1s
    fault: connection-reset
    first: 1
    from: {component: prometheus}
    to: {component: apiserver}
`;

test("without KubeVirt's RoleBinding Prometheus is forbidden to look for targets at its next request", async () => {
  // Watches that are open stay open as long as a real apiserver's: the cuts make Prometheus ask again.
  const { server, run } = await scrapedCluster(cutWatches);
  const forbidden = () => counted(server, 'http_request_total{status_code="403"}');
  const failures = () => counted(server, "failures_total");
  expect(await forbidden()).toBe(0);
  const before = await failures();
  await run("delete rolebinding -n kubevirt kubevirt-monitoring");
  await until("discovery forbidden", async () => (await forbidden()) > 0, {
    describe: server.output,
    seconds: 60,
  });
  await until("the failure counted", async () => (await failures()) > before, { seconds: 60 });
  expect(server.output()).toContain("forbidden");
  expect(await upPods(server)).toHaveLength(components);
}, 150_000);
