import { join } from "node:path";
import { startReadyKvsim } from "../kvsim.ts";
import { startPrometheus, type PrometheusUnderTest, type TimeRange } from "../prometheus.ts";
import { until } from "../until.ts";
import { windowSecondsOf, type Timing } from "./promql.ts";

/** A Prometheus that has watched a cluster for a while, and when. */
export interface Watched {
  readonly prometheus: PrometheusUnderTest;
  readonly range: TimeRange;
}

/** Starts a scenario's cluster with kube-state-metrics, and has a Prometheus scrape it for so long. */
export async function watchCluster(
  { program, scenario }: { readonly program: string; readonly scenario: string },
  timing: Timing,
  seconds: number,
): Promise<Watched> {
  const { scrapeIntervalSeconds } = timing;
  const kvsim = await startReadyKvsim(scenario, [
    ...["--set", "kubeStateMetrics=true", "--set", `prometheus.scrapeInterval=${scrapeIntervalSeconds}s`],
  ]);
  const prometheus = await startPrometheus(program, join(kvsim.directory, "prometheus.yml"));
  const begun = await firstScrape(prometheus);
  const end = begun + seconds;
  await until(`${seconds} s of samples`, async () => (await latestScrape(prometheus)) >= end, {
    seconds: seconds + 60,
    describe: kvsim.output,
  });
  // The first windows are not full yet.
  const start = begun + windowSecondsOf(timing) + 2 * scrapeIntervalSeconds;
  return { prometheus, range: { start, end, stepSeconds: scrapeIntervalSeconds } };
}

/** When every target had been scraped, in Unix seconds. */
async function firstScrape(prometheus: PrometheusUnderTest): Promise<number> {
  await until("every target scraped", async () => {
    const targets = await prometheus.targets();
    return targets.length > 1 && targets.every(({ health }) => health === "up");
  });
  return latestScrape(prometheus);
}

async function latestScrape(prometheus: PrometheusUnderTest): Promise<number> {
  const [latest] = await prometheus.query("max(timestamp(up))");
  if (latest === undefined) throw new Error("nothing was scraped");
  return latest.value;
}
