import { Page } from "../sim/metrics/page.ts";
import { measure } from "./measure.ts";
import { buildHandler, seriesPerVmi } from "./virt-handler.ts";

const scrapeIntervalSeconds = 15;

/** Nanoseconds per series of many virt-handlers in one process, scraped one after the other. */
export async function measureManyPages(pages: number, vmisPerPage: number): Promise<number> {
  const all = Array.from({ length: pages }, () => new Page(buildHandler(vmisPerPage).families));
  const [measurement] = await measure([
    {
      name: "in turn",
      run: (round) => {
        for (const page of all) page.render(round * scrapeIntervalSeconds).release();
      },
    },
  ]);
  return (measurement?.nanoseconds ?? NaN) / (pages * vmisPerPage * seriesPerVmi);
}
