import { expect, test } from "vitest";
import type { ScenarioCost } from "../../../sim/cluster/cost/cost.ts";
import { costText } from "../../../sim/commands/explain/cost-text.ts";

const cost: ScenarioCost = {
  measured: "sample",
  components: [
    {
      component: "virt-handler",
      targets: 1000,
      series: 963_000,
      bytesPerScrape: 180e6,
      largestPageBytes: 180e3,
    },
    {
      component: "virt-controller",
      targets: 2,
      series: 178_920,
      bytesPerScrape: 23e6,
      largestPageBytes: 22.9e6,
    },
  ],
  targets: 1002,
  series: 1_146_930,
  scrapeIntervalSeconds: 60,
  samplesPerSecond: 19_115.5,
  bytesPerScrape: 203e6,
  compressedBytesPerScrape: 10.4e6,
  newSeries: { perDay: 1_929_600, inTimeline: 123 },
  prometheusMemoryBytes: 3 * 2 ** 30,
};

test("what a scenario costs is told in a line for each figure", () => {
  expect(costText(cost)).toBe(`\
What scraping it costs, reckoned from some nodes and VMs of each kind
  targets             1,002: 1,000 virt-handler, 2 virt-controller
  series              1,146,930: 963,000 from virt-handler, 178,920 from virt-controller
  samples/s           19,116, each target every 1m
  bytes per scrape    193.6Mi, sent as 9.9Mi; the largest page, of a virt-controller, has 21.8Mi
  new series          1,929,600 a day by VMs that come and go; about 123 by the events of the timeline
  Prometheus' memory  about 3Gi
`);
});

test("where nothing new comes that is said", () => {
  const calm = costText({ ...cost, measured: "whole", newSeries: { perDay: 0, inTimeline: 0 } });
  expect(calm).toContain("What scraping it costs\n");
  expect(calm).toMatch(/^ {2}new series +none$/m);
});
