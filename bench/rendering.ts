import { Page } from "../sim/metrics/page.ts";
import { parseExposition, parseFamilies } from "../test/support/exposition.ts";
import { measure, type Measurement, type Sampling } from "./measure.ts";
import { buildPromClientPage } from "./prom-client.ts";
import type { FleetSize } from "./scale.ts";
import { scrapeIntervalSeconds } from "./scrape-interval.ts";
import type { Section } from "./section.ts";
import type { Figure, Table } from "./table.ts";
import { addGuest, buildHandler, seriesPerVmi, ValueRecorder } from "./virt-handler.ts";

/** What a page costs without its way over the network. */
export const rendering: Section = {
  name: "rendering",
  async measure({ pageSeries, memory, sampling }) {
    const tables = [];
    for (const wantedSeries of pageSeries) tables.push(await compareRendering(wantedSeries, sampling));
    return [...tables, await renderInTurn(memory, sampling), await changeOneVmi(pageSeries, sampling)];
  },
};

/**
 * Rendering a virt-handler's page of about `wantedSeries`, against prom-client serving the same series.
 *
 * "new readings" is a scrape as it is: the values of a later t are taken from the model and rendered (and,
 * for prom-client, set first). "text alone" renders what was set before.
 */
async function compareRendering(wantedSeries: number, sampling: Sampling): Promise<Table> {
  const { families } = buildHandler(Math.round(wantedSeries / seriesPerVmi));
  const sorted = families.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const page = new Page(families);
  const recorder = new ValueRecorder();
  const text = render(page, 0);
  const peer = buildPromClientPage(parseFamilies(text));
  peer.set(recorder.record(sorted, 0));
  expectSameSamples(text, await peer.render());

  const scrapeAt = (round: number) => round * scrapeIntervalSeconds;
  const measurements = await measure(
    [
      { name: "new readings", run: (round) => page.render(scrapeAt(round)).release() },
      { name: "text alone", run: () => page.render(0).release() },
      {
        name: "prom-client, new readings",
        run: async (round) => {
          peer.set(recorder.record(sorted, scrapeAt(round)));
          await peer.render();
        },
      },
      {
        name: "prom-client, text alone",
        run: async () => {
          await peer.render();
        },
      },
      { name: "taking the readings", run: (round) => void recorder.record(sorted, scrapeAt(round)) },
    ],
    sampling,
  );
  const series = parseExposition(text).length;
  const megabytes = (Buffer.byteLength(text) / 1e6).toFixed(1);
  return {
    title: `Rendering one virt-handler's page, ${series.toLocaleString("en-US")} series, ${megabytes} MB`,
    figures: [
      ...measurements.map(({ name, cpuNanoseconds }): Figure => {
        const figure = { what: name, value: cpuNanoseconds / series, unit: "ns CPU/series" };
        return name === "new readings" ? { ...figure, aim: { atMost: 100 } } : figure;
      }),
      ratioToPromClient("new readings", measurements),
      ratioToPromClient("text alone", measurements),
    ],
  };
}

function ratioToPromClient(what: string, measurements: readonly Measurement[]): Figure {
  const taken = (wanted: string) => measurements.find(({ name }) => name === wanted)?.cpuNanoseconds ?? NaN;
  const value = taken(`prom-client, ${what}`) / taken(what);
  return { what: `faster than prom-client, ${what}`, value, unit: "×", aim: { atLeast: 25 } };
}

/** Many virt-handlers in one process, scraped one after the other: what one reads the next has displaced. */
async function renderInTurn({ handlers, vmisEach }: FleetSize, sampling: Sampling): Promise<Table> {
  const pages = Array.from({ length: handlers }, () => new Page(buildHandler(vmisEach).families));
  const inTurn = (round: number) => {
    for (const page of pages) page.render(round * scrapeIntervalSeconds).release();
  };
  const measurements = await measure([{ name: "new readings", run: inTurn }], sampling);
  const series = handlers * vmisEach * seriesPerVmi;
  return {
    title: `Rendering ${handlers} virt-handlers' pages in turn, ${vmisEach} guests each`,
    figures: measurements.map(({ name, cpuNanoseconds }) => ({
      what: name,
      value: cpuNanoseconds / series,
      unit: "ns CPU/series",
    })),
  };
}

/** What a VMI's new labels or a new Domain cost a virt-handler with few guests and one with many. */
async function changeOneVmi(pageSeries: readonly number[], sampling: Sampling): Promise<Table> {
  const contenders = pageSeries.map((wantedSeries) => {
    const guests = Math.round(wantedSeries / seriesPerVmi);
    const handler = buildHandler(guests);
    return {
      name: `beside ${guests - 1} others`,
      run: (round: number) => addGuest(handler, (round * 7919) % guests),
    };
  });
  const measurements = await measure(contenders, sampling);
  return {
    title: "A change of one VMI in a virt-handler",
    figures: measurements.map(({ name, cpuNanoseconds }) => ({
      what: name,
      value: cpuNanoseconds / 1000,
      unit: "µs CPU",
    })),
  };
}

function render(page: Page, t: number): string {
  const rendered = page.render(t);
  const text = Buffer.from(rendered.bytes).toString();
  rendered.release();
  return text;
}

/** Both must serve the same samples, or the comparison says nothing. prom-client has its own order and format. */
function expectSameSamples(ours: string, theirs: string): void {
  const parsed = parseExposition(ours);
  const shown = theirs.split("\n").filter((text) => text !== "" && !text.startsWith("#"));
  if (parsed.length !== shown.length) {
    throw new Error(`prom-client shows ${shown.length} series, expected ${parsed.length}`);
  }
  const values = new Set(shown.map((text) => Number(text.slice(text.lastIndexOf(" ") + 1))));
  for (const { value, name } of parsed) {
    if (!values.has(value)) throw new Error(`prom-client does not show ${name} = ${value}`);
  }
}
