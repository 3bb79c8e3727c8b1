import type { ServerAnswer } from "./children/metrics-server.ts";
import { Scraper, type Encoding } from "./scraper.ts";
import { serveHandlers, type ServedHandlers } from "./serving.ts";
import type { FleetSize } from "./scale.ts";
import type { Section } from "./section.ts";
import type { Figure, Table } from "./table.ts";

/** Many virt-handlers that share one process. */
export const fleet: Section = {
  name: "fleet",
  async measure({ fleets }) {
    const tables = [];
    for (const size of fleets) tables.push(await measureFleet(size));
    return tables;
  },
};

async function measureFleet(size: FleetSize): Promise<Table> {
  const server = await serveHandlers(size);
  const scraper = new Scraper();
  const { before, started } = server;
  const taken = megabytesOf(started) - megabytesOf(before);
  try {
    return {
      title: `${size.handlers} virt-handlers with ${size.vmisEach} guests each in one process, over HTTPS`,
      figures: [
        figure("until all listen", started.seconds, "s", size.aims?.seconds),
        figure("until all listen: CPU", started.cpuSeconds - before.cpuSeconds, "s"),
        figure("memory for listeners and metrics", taken, "MB", size.aims?.megabytes),
        figure("RSS before them, the code alone", megabytesOf(before), "MB"),
        figure("RSS with them", megabytesOf(started), "MB"),
        // The first scrapes open the connections, the others find them open.
        ...(await scrapeAll(server, scraper, "first scrapes, gzip", "gzip")),
        ...(await scrapeAll(server, scraper, "next scrapes, gzip", "gzip")),
        ...(await scrapeAll(server, scraper, "next scrapes, identity", "identity")),
      ],
    };
  } finally {
    scraper.close();
    server.close();
  }
}

/** One after the other, as scrapes that are spread over the interval. */
async function scrapeAll(
  server: ServedHandlers,
  scraper: Scraper,
  what: string,
  encoding: Encoding,
): Promise<Figure[]> {
  const before = await server.tell();
  for (const url of server.urls) await scraper.scrape(url, encoding);
  const after = await server.tell();
  const perScrape = ((after.cpuSeconds - before.cpuSeconds) * 1000) / server.urls.length;
  return [
    figure(`${what}: CPU of each`, perScrape, "ms"),
    figure(`${what}: RSS after all`, megabytesOf(after), "MB"),
  ];
}

function megabytesOf({ residentBytes }: ServerAnswer): number {
  return residentBytes / 1e6;
}

function figure(what: string, value: number, unit: string, atMost?: number): Figure {
  return { what, value, unit, ...(atMost === undefined ? {} : { aim: { atMost } }) };
}
