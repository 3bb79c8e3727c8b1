import type { ProcessStats } from "../wire/channel.ts";

/** Upper bounds of the buckets that renders are counted in, in seconds; one more is for what takes longer. */
export const renderBuckets = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
] as const;

/** Of a process that has served nothing. */
export const noStats: ProcessStats = {
  scrapes: 0,
  scrapedBytes: 0,
  renders: { counts: Array<number>(renderBuckets.length + 1).fill(0), seconds: 0 },
};

export function addStats(a: ProcessStats, b: ProcessStats): ProcessStats {
  return {
    scrapes: a.scrapes + b.scrapes,
    scrapedBytes: a.scrapedBytes + b.scrapedBytes,
    renders: {
      counts: a.renders.counts.map((count, index) => count + (b.renders.counts[index] ?? 0)),
      seconds: a.renders.seconds + b.renders.seconds,
    },
  };
}
