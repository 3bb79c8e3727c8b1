/** How closely a cluster is looked at. */
export interface Timing {
  readonly scrapeIntervalSeconds: number;
  /** How long what different components say may differ: each is told of a change, and scraped, at its own time. */
  readonly settlingSeconds: number;
}

/** What has to hold of every sample, in PromQL. */
export interface Property {
  readonly title: string;
  /** Finds what breaks it; empty at every moment as long as it holds. */
  readonly offences: string;
  /** Finds what it is about: without any at any moment nothing was looked at. */
  readonly subjects: string;
}

/** Readings of a domain are taken on a grid, so that two of them may lie this much further apart than scrapes. */
export const readingSeconds = 3.25;

/** Long enough for a handful of scrapes. */
export function windowSecondsOf({ scrapeIntervalSeconds }: Timing): number {
  return 4 * scrapeIntervalSeconds;
}

/** How much a counter has grown in the window that ended so long ago, whatever the times of its samples. */
export function grown(counter: string, timing: Timing, agoSeconds = 0): string {
  const samples = `${counter}[${windowSecondsOf(timing)}s] offset ${agoSeconds}s`;
  return `(max_over_time(${samples}) - min_over_time(${samples}))`;
}

/** The same domain all the time: its VM had no other launcher pod in the window, or just before it. */
export function ofOneDomain(expression: string, timing: Timing): string {
  const seconds = windowSecondsOf(timing) + 2 * timing.scrapeIntervalSeconds;
  return `(${expression}) unless on (namespace, name) (${launchersIn(seconds)} > 1)`;
}

function launchersIn(seconds: number): string {
  const pods = `last_over_time(kube_pod_info{created_by_kind="VirtualMachineInstance"}[${seconds}s])`;
  const named = `label_replace(${pods}, "name", "$1", "created_by_name", "(.*)")`;
  return `count by (namespace, name) (count by (namespace, name, pod) (${named}))`;
}

/** What is found at every scrape, for so long that no delay explains it. */
export function forLong(expression: string, { scrapeIntervalSeconds, settlingSeconds }: Timing): string {
  const scrapes = settlingSeconds / scrapeIntervalSeconds;
  return `count_over_time((${expression})[${settlingSeconds}s:${scrapeIntervalSeconds}s]) >= ${scrapes}`;
}

/** For long, two counts that are to be the same are not; where there is nothing to count it is 0. */
export function differForLong(one: string, other: string, timing: Timing): string {
  return forLong(`(${one} or vector(0)) != (${other} or vector(0))`, timing);
}
