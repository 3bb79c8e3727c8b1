import { expect, onTestFinished, test } from "vitest";
import { buildVirtualCluster, type VirtualCluster } from "../../sim/cluster/virtual-cluster.ts";
import { podsByNode } from "../../sim/store/objects/pod.ts";
import { parseScenario } from "../../sim/scenario/load.ts";
import { startReadyKvsim } from "../support/kvsim.ts";
import { scrapeText } from "../support/scrape.ts";
import { until } from "../support/until.ts";
import { pageTextOf } from "../support/virtual-cluster.ts";

const scenario = (nodes: number) => `
apiVersion: kvsim/v1
name: same-bytes
seed: 23
nodes: ${nodes}
virtualMachines:
  - {name: web, replicas: ${nodes + 1}, workload: web, cpu: {cores: 2}, uptime: 2h}
  - {name: db, workload: database}
`;

/** The lines of what the hypervisor runs; what a process says of its own work is its own. */
function domainLines(page: string): string[] {
  return page
    .split("\n")
    .filter((line) => line.startsWith("kubevirt_vmi_") && !line.startsWith("kubevirt_vmi_sync_total"));
}

async function virtualPage(cluster: VirtualCluster, node: string, t: number): Promise<string> {
  const pod = cluster.simulation.store
    .by(podsByNode, node)
    .find(({ metadata }) => metadata.name.startsWith("virt-handler-"));
  await cluster.advance(t);
  return pageTextOf(cluster, pod?.metadata.name ?? "");
}

test.each([
  { nodes: 2, what: "a process for each component" },
  { nodes: 17, what: "processes that virt-handlers share" },
])(
  "$what: the bytes that one process without a socket serves at the same t",
  async ({ nodes }) => {
    const text = scenario(nodes);
    const parsed = parseScenario(text, "same-bytes.yaml");
    if ("problems" in parsed) throw new Error("the scenario is not valid");
    const virtual = await buildVirtualCluster(parsed.scenario);
    onTestFinished(() => virtual.close());
    const kvsim = await startReadyKvsim(text);
    const { components, epoch } = await kvsim.cluster();
    const handlers = components.filter(({ kind }) => kind === "virt-handler");
    expect(handlers).toHaveLength(nodes);
    expect(new Set(handlers.map(({ pid }) => pid)).size === nodes).toBe(nodes === 2);
    for (const { address, node } of handlers) {
      // A launcher may take its next reading between the scrapes, one of which may last a second: try until not.
      await until(`the same bytes from ${node}`, async () => {
        const live = domainLines((await scrapeText(address)).text);
        const t = (Date.now() - Date.parse(epoch)) / 1000;
        if (t <= virtual.clock.now()) return false;
        const alike = domainLines(await virtualPage(virtual, node, t));
        expect(live.length).toBeGreaterThan(40);
        expect(live).toEqual(alike);
        return true;
      });
    }
  },
  90_000,
);
