import { expect, onTestFinished, test } from "vitest";
import { buildVirtualCluster } from "../../sim/cluster/virtual-cluster.ts";
import type { FaultKindName } from "../../sim/faults/fault.ts";
import type { GivenSettings } from "../../sim/faults/settings.ts";
import { podsByComponent } from "../../sim/store/objects/pod.ts";
import { parseExposition } from "../support/exposition.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";

/** A cluster with one VM, and what its virt-handler's page says. */
async function boot() {
  const given = scenario({
    virtualMachines: [virtualMachine("a", { nodeSelector: { "topology.kubernetes.io/zone": "rack-a" } })],
  });
  const cluster = await buildVirtualCluster(given);
  onTestFinished(() => cluster.close());
  const { store, faults } = cluster.simulation;
  const handlers = store.by(podsByComponent, "virt-handler");
  const pod = handlers.find(({ spec }) => spec.nodeName === "node01")?.metadata.name ?? "";
  const samples = async () => {
    const scraped = cluster.scrape(pod);
    await cluster.advance(cluster.clock.now() + 1.5);
    return parseExposition((await scraped).body);
  };
  const requests = async (verb: string) =>
    (await samples())
      .filter(({ name, labels }) => name === "kubevirt_rest_client_requests_total" && labels["verb"] === verb)
      .filter(({ labels }) => labels["resource"] === "virtualmachineinstances")
      .reduce((sum, { value }) => sum + value, 0);
  const reported = async () =>
    (await samples()).filter(({ name }) => name === "kubevirt_vmi_memory_domain_bytes").length;
  const begin = (kind: FaultKindName, settings: GivenSettings = {}) =>
    faults.begin("trouble", { kind, from: {}, to: { component: "apiserver" }, settings });
  return { cluster, requests, reported, begin, end: () => faults.end("trouble") };
}

test.each<[FaultKindName, GivenSettings, "lists" | "goes on"]>([
  ["watch-closed", {}, "goes on"],
  ["connection-reset", { persist: false, first: 1 }, "goes on"],
  ["watch-truncated", {}, "goes on"],
  ["garbage-line", {}, "lists"],
  ["watch-error", {}, "lists"],
  ["watch-error", { status: 500 }, "lists"],
  ["history-lost", {}, "lists"],
])("under %s with %j a virt-handler behaves as client-go does: it %s", async (kind, settings, does) => {
  const { cluster, requests, reported, begin, end } = await boot();
  await cluster.advance(20);
  const [lists, watches] = [await requests("LIST"), await requests("WATCH")];
  begin(kind, settings);
  await cluster.advance(cluster.clock.now() + 1);
  end();
  await cluster.advance(cluster.clock.now() + 20);
  // Three informers watch VMIs.
  expect((await requests("LIST")) - lists).toBe(does === "lists" ? 3 : 0);
  expect((await requests("WATCH")) - watches).toBe(kind === "history-lost" ? 6 : 3);
  expect(await reported()).toBe(1);
});

test("while lists are empty a virt-handler reports no VM, and after it the one there is", async () => {
  const { cluster, reported, begin, end } = await boot();
  await cluster.advance(20);
  begin("empty-list", { path: "virtualmachineinstances" });
  await cluster.advance(30);
  expect(await reported()).toBe(0);
  end();
  await cluster.advance(60);
  expect(await reported()).toBe(1);
});

test("after the apiserver is back with lower resourceVersions every component finds its way to what is newest", async () => {
  const { cluster, requests, reported, begin, end } = await boot();
  const { store } = cluster.simulation;
  await cluster.advance(20);
  const known = store.resourceVersion;
  begin("history-rewound");
  await cluster.advance(22);
  end();
  expect(store.resourceVersion).toBeLessThan(known / 2);
  await cluster.advance(80);
  const watches = await requests("WATCH");
  expect(await reported()).toBe(1);
  // At rest again: nobody goes on asking for a future that has not come.
  await cluster.advance(100);
  expect(await requests("WATCH")).toBe(watches);
  expect(cluster.ledger.some(({ what }) => what === "listener-opened")).toBe(true);
});
