import { measure, type CpuMeter, type Measurement, type Sampling } from "./measure.ts";
import { countSamples, type Encoding, type Scraper } from "./scraper.ts";
import type { Aim, Figure } from "./table.ts";

/** A target to scrape, one or the other encoding. */
export interface Target {
  readonly name: string;
  readonly url: URL;
  /** Of the process that serves it, if that can be told. */
  readonly cpu?: CpuMeter | undefined;
}

/** What scrapes of one target in one encoding cost. */
export interface ScrapeCost {
  readonly target: Target;
  readonly encoding: Encoding;
  /** Samples of its page. */
  readonly samples: number;
  /** Its size over the wire. */
  readonly bytes: number;
  readonly measurement: Measurement;
}

const encodings = ["identity", "gzip"] as const;

/** Scrapes all targets in turn, each in both encodings. A target without gzip is left out there. */
export async function measureScrapes(
  scraper: Scraper,
  targets: readonly Target[],
  sampling: Sampling,
): Promise<readonly ScrapeCost[]> {
  const pages = [];
  for (const target of targets) {
    const samples = countSamples(await scraper.page(target.url));
    for (const encoding of encodings) {
      const { contentEncoding, bytes } = await scraper.scrape(target.url, encoding);
      if (contentEncoding === encoding) pages.push({ target, encoding, samples, bytes });
    }
  }
  const contenders = pages.map(({ target: { name, url, cpu }, encoding }) => ({
    name: `${name}, ${encoding}`,
    cpu: cpu ?? (() => NaN),
    run: async () => {
      await scraper.scrape(url, encoding);
    },
  }));
  const measurements = await measure(contenders, sampling);
  return pages.flatMap((page, index) => {
    const measurement = measurements[index];
    return measurement === undefined ? [] : [{ ...page, measurement }];
  });
}

/** A scrape's cost to the process that serves it, and to whoever waits for it. */
export function figuresOf(
  { target, encoding, samples, bytes, measurement }: ScrapeCost,
  aim?: Aim,
): Figure[] {
  const { cpuNanoseconds, wallNanoseconds } = measurement;
  const what = `${target.name}, ${encoding}`;
  const cpu: Figure = {
    what: `${what}: server's CPU`,
    value: cpuNanoseconds / samples,
    unit: "ns/sample",
    ...(aim && { aim }),
  };
  return [
    ...(target.cpu === undefined ? [] : [cpu]),
    { what: `${what}: one scrape`, value: wallNanoseconds / 1e6, unit: "ms" },
    { what: `${what}: its size`, value: bytes / 1e6, unit: "MB" },
  ];
}
