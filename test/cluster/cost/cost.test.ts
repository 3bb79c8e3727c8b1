import { expect, test } from "vitest";
import { costOf } from "../../../sim/cluster/cost/cost.ts";
import type { Manifest, Scenario } from "../../../sim/scenario/scenario.ts";
import { virtualMachineManifest } from "../../../sim/plot/virtual-machine-manifest.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { boot, scrapeAll, seriesOf } from "./support.ts";

const hardware = { labels: {}, cpus: 16, memoryBytes: 64 * 2 ** 30 };

function fleet(nodes: number, virtualMachines: number): Scenario {
  return scenario({
    nodes: Array.from({ length: nodes }, (_, index) => ({ name: `node${index}`, ...hardware })),
    virtualMachines: Array.from({ length: virtualMachines }, (_, index) => {
      const kinds = [
        virtualMachine(`web-${index}`, { cpu: { cores: 2, sockets: 1, threads: 1 }, labels: { app: "web" } }),
        virtualMachine(`db-${index}`, {
          disks: [
            { name: "root", capacityBytes: 2 ** 30 },
            { name: "data", capacityBytes: 2 ** 30 },
          ],
        }),
        virtualMachine(`spare-${index}`, { runStrategy: "Halted" }),
      ];
      return kinds[index % kinds.length] ?? virtualMachine("never");
    }),
  });
}

test("series and bytes of a small fleet are those of its pages", async () => {
  const given = fleet(3, 7);
  const pages = await scrapeAll(await boot(given));
  const cost = await costOf(given);
  expect(cost.measured).toBe("whole");
  expect(cost.targets).toBe(pages.size);
  // Prometheus itself adds up, scrape_duration_seconds and three more to each target.
  expect(cost.series).toBe(seriesOf(pages).length + 5 * pages.size);
  expect(cost.samplesPerSecond).toBe(cost.series / 30);
  const bytes = [...pages.values()].reduce((sum, page) => sum + Buffer.byteLength(page), 0);
  expect(Math.abs(cost.bytesPerScrape - bytes)).toBeLessThan(bytes / 1000);
  expect(cost.compressedBytesPerScrape).toBeLessThan(bytes / 8);
});

test("a large fleet is reckoned from a sample, to the very series", { timeout: 60_000 }, async () => {
  const given = fleet(16, 75);
  const pages = await scrapeAll(await boot(given));
  const cost = await costOf(given);
  expect(cost.measured).toBe("sample");
  expect(cost.targets).toBe(pages.size);
  expect(cost.series).toBe(seriesOf(pages).length + 5 * pages.size);
  const bytes = [...pages.values()].reduce((sum, page) => sum + Buffer.byteLength(page), 0);
  expect(Math.abs(cost.bytesPerScrape - bytes)).toBeLessThan(bytes / 100);
});

test("a VM from a manifest costs what a declared one does", async () => {
  const vm = virtualMachine("web");
  const declared = await costOf(scenario({ virtualMachines: [vm] }));
  // As a file has it: an object of which nothing is known.
  const manifest = JSON.parse(JSON.stringify(virtualMachineManifest(vm))) as Manifest;
  const applied = await costOf(scenario({ manifests: [manifest] }));
  expect(applied.series).toBe(declared.series);
});

test.each([
  [3, 7],
  [14, 63],
])(
  "kube-state-metrics is counted where it runs: %d nodes, %d VMs",
  { timeout: 60_000 },
  async (nodes, vms) => {
    const { virtualMachines, ...given } = fleet(nodes, vms);
    const plain = virtualMachines.filter(({ name }) => name.startsWith("web"));
    const scraped = { ...given, virtualMachines: plain, kubeStateMetrics: true };
    const pages = await scrapeAll(await boot(scraped));
    const cost = await costOf(scraped);
    expect(cost.targets).toBe(pages.size);
    expect(cost.components.map(({ component }) => component)).toContain("kube-state-metrics");
    expect(cost.series).toBe(seriesOf(pages).length + 5 * pages.size);
  },
);

test("legacy pages are counted like any others", async () => {
  const given = { ...fleet(2, 3), kubevirt: { ...fleet(1, 0).kubevirt, version: "legacy" as const } };
  const pages = await scrapeAll(await boot(given));
  expect((await costOf(given)).series).toBe(seriesOf(pages).length + 5 * pages.size);
});

test("the memory asked of a Prometheus grows with the series that come and go", async () => {
  const given = fleet(2, 2);
  const calm = await costOf(given);
  const churning = await costOf({
    ...given,
    timeline: [
      {
        name: "jobs",
        atSeconds: 0,
        churn: {
          perMinute: 10,
          lifetimeSeconds: 60,
          forSeconds: undefined,
          virtualMachine: virtualMachine("job"),
        },
      },
    ],
  });
  expect(calm.newSeries).toEqual({ perDay: 0, inTimeline: 0 });
  expect(churning.series).toBe(calm.series);
  // Each day 14,400 VMs, each with as many series as one of its kind has.
  const ofOne = await costOf({
    ...given,
    virtualMachines: [...given.virtualMachines, virtualMachine("job")],
  });
  expect(churning.newSeries.perDay).toBe(14_400 * (ofOne.series - calm.series));
  expect(churning.prometheusMemoryBytes).toBeGreaterThan(calm.prometheusMemoryBytes + 2 ** 20);
});
