import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Page } from "../sim/metrics/page.ts";
import type { FleetSize } from "./scale.ts";
import { countSamples } from "./scraper.ts";
import type { Section } from "./section.ts";
import type { Table } from "./table.ts";
import { buildHandler } from "./virt-handler.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** What series cost in memory. */
export const memory: Section = {
  name: "memory",
  measure: ({ memory }) => Promise.resolve([measureMemory(memory)]),
};

/** Memory of many virt-handlers in one process. */
function measureMemory({ handlers, vmisEach }: FleetSize): Table {
  countSeries(new Page(buildHandler(vmisEach).families));
  const before = usedBytes();
  const pages = Array.from({ length: handlers }, () => new Page(buildHandler(vmisEach).families));
  const loaded = usedBytes() - before;
  const series = pages.reduce((sum, page) => sum + countSeries(page), 0);
  const scraped = usedBytes() - before;
  return {
    title:
      `Memory of ${handlers} virt-handlers with ${vmisEach} guests each, ` +
      `${series.toLocaleString("en-US")} series`,
    figures: [
      {
        what: "loaded: guests' Domains and labels",
        value: loaded / series,
        unit: "bytes/series",
        aim: { atMost: 250 },
      },
      {
        what: "scraped: pages' buffers too",
        value: scraped / series,
        unit: "bytes/series",
        aim: { atMost: 350 },
      },
    ],
  };
}

function countSeries(page: Page): number {
  const rendered = page.render(0);
  const count = countSamples(Buffer.from(rendered.bytes).toString());
  rendered.release();
  return count;
}

function usedBytes(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
