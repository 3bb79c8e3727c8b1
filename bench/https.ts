import { serveHandlers } from "./serving.ts";
import { Scraper } from "./scraper.ts";
import { figuresOf, measureScrapes } from "./scraping.ts";
import type { Scale } from "./scale.ts";
import type { Section } from "./section.ts";
import type { Table } from "./table.ts";
import { seriesPerVmi } from "./virt-handler.ts";

const aims = { identity: { atMost: 300 }, gzip: { atMost: 600 } } as const;

/** Scrapes from end to end: over HTTPS, by a client in another process. */
export const https: Section = {
  name: "https",
  async measure(scale) {
    const tables = [];
    for (const wantedSeries of scale.pageSeries) tables.push(await scrapeHandler(wantedSeries, scale));
    return tables;
  },
};

async function scrapeHandler(wantedSeries: number, { sampling }: Scale): Promise<Table> {
  const server = await serveHandlers({ handlers: 1, vmisEach: Math.round(wantedSeries / seriesPerVmi) });
  const scraper = new Scraper();
  try {
    const targets = server.urls.map((url) => ({ name: "HTTPS", url, cpu: server.cpu }));
    const costs = await measureScrapes(scraper, targets, sampling);
    const samples = (costs[0]?.samples ?? NaN).toLocaleString("en-US");
    return {
      title: `Scraping one virt-handler, ${samples} series`,
      figures: costs.flatMap((cost) => figuresOf(cost, aims[cost.encoding])),
    };
  } finally {
    scraper.close();
    server.close();
  }
}
