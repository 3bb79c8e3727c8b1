import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { buildVirtualCluster, type VirtualCluster } from "../../sim/cluster/virtual-cluster.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import type { Scenario, TimelineEvent } from "../../sim/scenario/scenario.ts";
import { podIsReady, podKind, type Pod } from "../../sim/store/objects/pod.ts";
import { endpointsKind } from "../../sim/store/objects/service.ts";
import { virtualMachineInstanceKind } from "../../sim/store/objects/virtual-machine.ts";
import { parseExposition, type Sample } from "../support/exposition.ts";
import { TransportError } from "../../sim/wire/transport.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";
import { pageTextOf } from "../support/virtual-cluster.ts";

async function boot(given: Scenario, seed?: number): Promise<VirtualCluster> {
  const cluster = await buildVirtualCluster(given, seed === undefined ? {} : { seed });
  onTestFinished(() => cluster.close());
  return cluster;
}

function handlerOn(cluster: VirtualCluster, nodeName: string): Pod {
  const pods = cluster.simulation.store.list(podKind, "kubevirt");
  const pod = pods.find(
    ({ metadata, spec }) => metadata.name.startsWith("virt-handler") && spec.nodeName === nodeName,
  );
  if (pod === undefined) throw new Error(`no virt-handler on ${nodeName}`);
  return pod;
}

async function samplesOf(cluster: VirtualCluster, podName: string): Promise<readonly Sample[]> {
  return parseExposition(await pageTextOf(cluster, podName));
}

const errorsIn = (samples: readonly Sample[]) =>
  samples
    .filter(({ name, labels }) => name.endsWith("rest_client_requests_total") && labels["code"] === "<error>")
    .reduce((sum, { value }) => sum + value, 0);

async function quickstart(): Promise<Scenario> {
  const loaded = await loadScenario(
    fileURLToPath(new URL("../../scenarios/quickstart.yaml", import.meta.url)),
  );
  if ("problems" in loaded) throw new Error("quickstart does not load");
  return loaded.scenario;
}

test("the quickstart boots without a socket: at t = 0 all is ready and every VM is reported", async () => {
  const given = await quickstart();
  const cluster = await boot(given);
  const { store } = cluster.simulation;
  expect(cluster.clock.now()).toBe(0);
  const endpoints = store.get(endpointsKind, "kubevirt", "kubevirt-prometheus-metrics");
  expect(endpoints?.subsets?.flatMap(({ addresses = [] }) => addresses)).toHaveLength(given.nodes.length + 6);
  expect(endpoints?.subsets?.flatMap(({ notReadyAddresses = [] }) => notReadyAddresses)).toEqual([]);
  const reported = new Set<string>();
  for (const { name } of given.nodes) {
    for (const { name: metric, labels } of await samplesOf(cluster, handlerOn(cluster, name).metadata.name)) {
      if (metric.startsWith("kubevirt_vmi_")) reported.add(`${labels["namespace"]}/${labels["name"]}`);
    }
  }
  const running = store
    .list(virtualMachineInstanceKind)
    .filter(({ status }) => status.phase === "Running")
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  expect(running.length).toBeGreaterThan(0);
  expect([...reported].sort()).toEqual(running.sort());
});

test("ten minutes of the quickstart can be played, and all is ready after them", async () => {
  const cluster = await boot(await quickstart());
  await cluster.advance(600);
  const components = cluster.simulation.store.list(podKind, "kubevirt");
  expect(components.filter((pod) => !podIsReady(pod)).map(({ metadata }) => metadata.name)).toEqual([]);
});

const fleet = (
  timeline: readonly TimelineEvent[] = [],
  names: readonly string[] = ["vm-a", "vm-b", "vm-c"],
) => scenario({ virtualMachines: names.map((name) => virtualMachine(name)), timeline });

/** The series of a node's domains; what a process says of itself is its own. */
async function domainLines(cluster: VirtualCluster, nodeName: string): Promise<string[]> {
  const text = await pageTextOf(cluster, handlerOn(cluster, nodeName).metadata.name);
  return text.split("\n").filter((line) => line.startsWith("kubevirt_vmi_"));
}

test("two clusters with one seed serve the same bytes, and one with another seed serves others", async () => {
  const [first, second, other] = await Promise.all([boot(fleet(), 7), boot(fleet(), 7), boot(fleet(), 8)]);
  for (const cluster of [first, second, other]) await cluster.advance(95);
  const of = async (cluster: VirtualCluster) => {
    const nodes = await Promise.all(["node01", "node02", "node03"].map((name) => domainLines(cluster, name)));
    return nodes.flat();
  };
  const lines = await of(first);
  expect(lines.length).toBeGreaterThan(50);
  expect(await of(second)).toEqual(lines);
  expect(await of(other)).not.toEqual(lines);
});

test.each<{ what: string; event: TimelineEvent; which: string }>([
  {
    what: "added",
    event: { name: "add", atSeconds: 20, create: virtualMachine("vm-d", { uptimeSeconds: 0 }) },
    which: "vm-d",
  },
  {
    what: "moved",
    event: { name: "move", atSeconds: 20, migrate: { namespace: "default", name: "vm-c" } },
    which: "vm-c",
  },
])("a VM that is $what changes no other's numbers", async ({ event, which }) => {
  const of = async (cluster: VirtualCluster) => {
    await cluster.advance(300);
    const nodes = await Promise.all(["node01", "node02", "node03"].map((name) => domainLines(cluster, name)));
    const all = nodes.flat().filter((line) => !line.startsWith("kubevirt_vmi_sync_total"));
    return { all, others: all.filter((line) => !line.includes(`name="${which}"`)) };
  };
  const without = await of(await boot(fleet()));
  const changed = await of(await boot(fleet([event])));
  expect(without.others.length).toBeGreaterThan(50);
  expect(changed.others).toEqual(without.others);
  expect(changed.all).not.toEqual(without.all);
});

test("an outage is counted by whom it concerns, as often as the ledger says, and they recover", async () => {
  const cluster = await boot(
    fleet([
      {
        name: "outage",
        atSeconds: 30,
        forSeconds: 120,
        fault: {
          kind: "connection-refused",
          from: { component: "virt-handler", node: "node01" },
          to: { component: "apiserver" },
        },
      },
    ]),
  );
  const cutOff = handlerOn(cluster, "node01").metadata.name;
  await cluster.advance(140);
  const during = errorsIn(await samplesOf(cluster, cutOff));
  expect(during).toBeGreaterThan(0);
  expect(errorsIn(await samplesOf(cluster, handlerOn(cluster, "node02").metadata.name))).toBe(0);
  await cluster.advance(600);
  const noted = cluster.ledger
    .filter(({ from }) => from === cutOff)
    .reduce((sum, { requests = 0 }) => sum + requests, 0);
  const after = errorsIn(await samplesOf(cluster, cutOff));
  expect(after).toBe(noted);
  await cluster.advance(1200);
  expect(errorsIn(await samplesOf(cluster, cutOff))).toBe(after);
});

test("a virt-handler that is killed comes back in its pod with new counters of its own, its VMs' go on", async () => {
  const cluster = await boot(
    fleet([{ name: "oops", atSeconds: 100, crash: { component: "virt-handler", node: "node01" } }]),
  );
  const { name } = handlerOn(cluster, "node01").metadata;
  await cluster.advance(95);
  const valueOf = async (metric: string) =>
    (await samplesOf(cluster, name))
      .filter((sample) => sample.name === metric)
      .reduce((sum, { value }) => sum + value, 0);
  const requests = await valueOf("kubevirt_rest_client_requests_total");
  const started = await valueOf("process_start_time_seconds");
  const busy = await valueOf("kubevirt_vmi_cpu_usage_seconds_total");
  const killed = cluster.componentOf(name);
  await cluster.advance(115);
  expect(cluster.componentOf(name)).not.toBe(killed);
  expect(handlerOn(cluster, "node01").status.containerStatuses?.[0]?.restartCount).toBe(1);
  expect(await valueOf("kubevirt_rest_client_requests_total")).toBeLessThan(requests);
  expect(await valueOf("process_start_time_seconds")).toBeGreaterThan(started);
  expect(await valueOf("kubevirt_vmi_cpu_usage_seconds_total")).toBeGreaterThanOrEqual(busy);
});

test("a fault on the way to a target is met by who scrapes it, is in the ledger, and concerns no other", async () => {
  const cluster = await boot(
    fleet([
      {
        name: "unreachable",
        atSeconds: 10,
        forSeconds: 20,
        fault: {
          kind: "connection-refused",
          from: { component: "prometheus" },
          to: { component: "virt-handler", node: "node01" },
        },
      },
    ]),
  );
  const outcomeOf = async (nodeName: string) => {
    const scraped = cluster.scrape(handlerOn(cluster, nodeName).metadata.name).then(
      ({ status }) => status,
      (error: unknown) => (error instanceof TransportError ? error.code : "other"),
    );
    await cluster.advance(cluster.clock.now() + 2);
    return scraped;
  };
  expect([await outcomeOf("node01"), await outcomeOf("node02")]).toEqual([200, 200]);
  await cluster.advance(15);
  expect([await outcomeOf("node01"), await outcomeOf("node02")]).toEqual(["refused", 200]);
  await cluster.advance(35);
  expect(await outcomeOf("node01")).toBe(200);
  const noted = cluster.ledger.filter(({ from }) => from === "prometheus");
  expect(noted).toMatchObject([{ fault: "unreachable", what: "dial-refused", requests: 1 }]);
});
