import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Page } from "../sim/metrics/page.ts";
import { buildHandler } from "./virt-handler.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

export interface MemoryResult {
  readonly series: number;
  /** Bytes per series of virt-handlers that know their guests, the guests' Domains among them. */
  readonly loaded: number;
  /** The same once all have been scraped, with the buffers that pages were rendered into. */
  readonly scraped: number;
}

/** Memory of many virt-handlers in one process. */
export function measureMemory(handlers: number, vmisPerHandler: number): MemoryResult {
  countSeries(new Page(buildHandler(vmisPerHandler).families));
  const before = usedBytes();
  const pages = Array.from({ length: handlers }, () => new Page(buildHandler(vmisPerHandler).families));
  const loaded = usedBytes() - before;
  const series = pages.reduce((sum, page) => sum + countSeries(page), 0);
  const scraped = usedBytes() - before;
  return { series, loaded: loaded / series, scraped: scraped / series };
}

function countSeries(page: Page): number {
  const rendered = page.render(0);
  const count = Buffer.from(rendered.bytes).toString().match(/^[^#]/gm)?.length ?? 0;
  rendered.release();
  return count;
}

function usedBytes(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
