import { Page } from "../sim/metrics/page.ts";
import { parseExposition, parseFamilies } from "../test/support/exposition.ts";
import { measure, type Measurement } from "./measure.ts";
import { buildPromClientPage } from "./prom-client.ts";
import { buildHandler, seriesPerVmi, ValueRecorder } from "./virt-handler.ts";

const scrapeIntervalSeconds = 15;

export interface RenderingResult {
  readonly series: number;
  readonly bytes: number;
  readonly measurements: readonly Measurement[];
}

/**
 * Rendering a virt-handler's page of about `wantedSeries`, against prom-client serving the same series.
 *
 * "new readings" is a scrape as it is: the values of a later t are taken from the model and rendered (and,
 * for prom-client, set first). "text alone" renders what was set before.
 */
export async function compareRendering(wantedSeries: number): Promise<RenderingResult> {
  const { families } = buildHandler(Math.round(wantedSeries / seriesPerVmi));
  const sorted = families.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const page = new Page(families);
  const recorder = new ValueRecorder();
  const text = render(page, 0);
  const peer = buildPromClientPage(parseFamilies(text));
  peer.set(recorder.record(sorted, 0));
  expectSameSamples(text, await peer.render());

  const scrapeAt = (round: number) => round * scrapeIntervalSeconds;
  const measurements = await measure([
    {
      name: "kubevirt-metrics-sim, new readings",
      run: (round) => page.render(scrapeAt(round)).release(),
    },
    { name: "kubevirt-metrics-sim, text alone", run: () => page.render(0).release() },
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
    {
      name: "taking the readings",
      run: (round) => {
        recorder.record(sorted, scrapeAt(round));
      },
    },
  ]);
  return { series: parseExposition(text).length, bytes: Buffer.byteLength(text), measurements };
}

function render(page: Page, t: number): string {
  const rendered = page.render(t);
  const text = Buffer.from(rendered.bytes).toString();
  rendered.release();
  return text;
}

/** Both must serve the same samples, or the comparison says nothing. prom-client has its own order and format. */
function expectSameSamples(ours: string, theirs: string): void {
  const line = (sample: { name: string; labels: object; value: number }) =>
    `${sample.name} ${JSON.stringify(Object.entries(sample.labels).toSorted())} ${sample.value}`;
  const parsed = parseExposition(ours).map(line);
  const shown = theirs.split("\n").filter((text) => text !== "" && !text.startsWith("#"));
  if (parsed.length !== shown.length) {
    throw new Error(`prom-client shows ${shown.length} series, expected ${parsed.length}`);
  }
  const values = new Set(shown.map((text) => Number(text.slice(text.lastIndexOf(" ") + 1))));
  for (const { value, name } of parseExposition(ours)) {
    if (!values.has(value)) throw new Error(`prom-client does not show ${name} = ${value}`);
  }
}
