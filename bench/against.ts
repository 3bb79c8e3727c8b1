import { Page } from "../sim/metrics/page.ts";
import { measure, type Sampling } from "./measure.ts";
import { cpuSecondsOf } from "./process-cpu.ts";
import type { Scale } from "./scale.ts";
import { countSamples, Scraper } from "./scraper.ts";
import { figuresOf, measureScrapes, type ScrapeCost } from "./scraping.ts";
import { scrapeIntervalSeconds } from "./scrape-interval.ts";
import type { Peer, Section } from "./section.ts";
import { serveHandlers } from "./serving.ts";
import type { Aim, Figure, Table } from "./table.ts";
import { buildHandler, seriesPerVmi } from "./virt-handler.ts";

/** DESIGN's aims against client_golang, which --against is mostly used for. */
const renderingAim: Aim = { atLeast: 15 };
const servingAim: Aim = { atLeast: 8 };

/** Other programs that serve metrics, beside a virt-handler with about as many series. */
export const against: Section = {
  name: "against",
  async measure(scale, peers) {
    const tables = [];
    for (const peer of peers) tables.push(await compareWith(peer, scale));
    return tables;
  },
};

async function compareWith({ url: address, pid }: Peer, { sampling }: Scale): Promise<Table> {
  const url = new URL(address);
  const scraper = new Scraper();
  const series = countSamples(await scraper.page(url));
  const vmisEach = Math.max(1, Math.round(series / seriesPerVmi));
  const server = await serveHandlers({ handlers: 1, vmisEach });
  try {
    const peer = { name: "peer", url, cpu: pid === undefined ? undefined : () => cpuSecondsOf(pid) };
    const own = server.urls.map((own) => ({ name: "virt-handler", url: own, cpu: server.cpu }));
    const costs = await measureScrapes(scraper, [peer, ...own], sampling);
    return {
      title: `Against ${url.href}, ${series.toLocaleString("en-US")} series`,
      figures: [
        ...costs.flatMap((cost) => figuresOf(cost)),
        ...(pid === undefined ? [] : ratiosOf(costs, servingAim)),
        ...(pid === undefined || url.protocol === "https:"
          ? []
          : [await renderingRatio(costs, vmisEach, sampling)]),
      ],
    };
  } finally {
    scraper.close();
    server.close();
  }
}

function ratiosOf(costs: readonly ScrapeCost[], aim: Aim): Figure[] {
  return (["identity", "gzip"] as const).flatMap((encoding) => {
    const [peer, own] = ["peer", "virt-handler"].map((who) =>
      costs.find((cost) => cost.target.name === who && cost.encoding === encoding),
    );
    if (peer === undefined || own === undefined) return [];
    const value = cpuPerSample(peer) / cpuPerSample(own);
    return [{ what: `less CPU than the peer, ${encoding}`, value, unit: "×", aim }];
  });
}

/** Rendering alone cannot be seen by URL; over plain HTTP it is nearly all that a scrape costs the peer. */
async function renderingRatio(costs: readonly ScrapeCost[], vmisEach: number, sampling: Sampling) {
  const peer = costs.find(({ target, encoding }) => target.name === "peer" && encoding === "identity");
  const page = new Page(buildHandler(vmisEach).families);
  const run = (round: number) => page.render(round * scrapeIntervalSeconds).release();
  const [own] = await measure([{ name: "rendering", run }], sampling);
  const perSeries = (own?.cpuNanoseconds ?? NaN) / (vmisEach * seriesPerVmi);
  const value = peer === undefined ? NaN : cpuPerSample(peer) / perSeries;
  return { what: "rendering, against the peer's plain HTTP", value, unit: "×", aim: renderingAim };
}

function cpuPerSample({ measurement, samples }: ScrapeCost): number {
  return measurement.cpuNanoseconds / samples;
}
