import { readFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { startReadyKvsim, type KvsimUnderTest } from "../../support/kvsim.ts";
import { processCost, type ProcessCost } from "../../support/process-cost.ts";
import { startPrometheus, type PrometheusUnderTest } from "../../support/prometheus.ts";
import { until } from "../../support/until.ts";

export interface FleetOptions {
  /** The program. */
  readonly prometheus: string;
  /** Its file in scenarios/. */
  readonly scenario: string;
  /** Which of the generated configurations Prometheus is given. */
  readonly config: string;
  readonly targets: number;
  /** How long Prometheus scrapes once every target is up, in seconds. */
  readonly seconds: number;
  /** How long a slow machine may take to start it all, in seconds. */
  readonly startSeconds: number;
}

/** What a Prometheus saw of a fleet. */
export interface Observations {
  /** How many targets there were, and how many of them had every single scrape succeed. */
  readonly targets: number;
  readonly alwaysUp: number;
  readonly worstScrapeSeconds: number;
  /** Lines to print. */
  readonly figures: readonly string[];
}

const job = `job="kubevirt-prometheus-metrics"`;

/** Starts a shipped scenario and a Prometheus beside it, and has that scrape for a while. */
export async function observeFleet(options: FleetOptions): Promise<Observations> {
  const { scenario, config, targets, seconds, startSeconds } = options;
  const file = fileURLToPath(new URL(`../../../scenarios/${scenario}`, import.meta.url));
  const begun = performance.now();
  const kvsim = await startReadyKvsim(await readFile(file, "utf8"), [], { seconds: startSeconds });
  const readySeconds = (performance.now() - begun) / 1000;
  const server = await startPrometheus(options.prometheus, `${kvsim.directory}/${config}`);
  await until(
    `${targets} targets up`,
    async () => (await only(server, `count(up{${job}} == 1)`)) === targets,
    { seconds: startSeconds, describe: server.output },
  );
  const simulatorBefore = await simulatorCost(kvsim);
  const prometheusBefore = await processCost([server.pid]);
  const start = performance.now();
  const passed = () => (performance.now() - start) / 1000;
  await until(`${seconds} s of scrapes`, () => passed() >= seconds, { seconds: seconds + 60 });
  const window = `[${Math.ceil(passed())}s]`;
  const worstScrapeSeconds = await only(
    server,
    `max(max_over_time(scrape_duration_seconds{${job}}${window}))`,
  );
  const simulator = costLine("simulator", simulatorBefore, await simulatorCost(kvsim), passed());
  const observer = costLine("Prometheus", prometheusBefore, await processCost([server.pid]), passed());
  return {
    targets: await only(server, `count(max_over_time(up{${job}}${window}))`),
    alwaysUp: await only(server, `count(min_over_time(up{${job}}${window}) == 1)`),
    worstScrapeSeconds,
    figures: [
      `${scenario}: ready ${readySeconds.toFixed(0)} s after the command, load ${loadavg()[0]?.toFixed(1)}`,
      `${await only(server, `sum(scrape_samples_scraped{${job}})`)} samples a round; for ${passed().toFixed(0)} s:`,
      `scrapes: worst ${worstScrapeSeconds.toFixed(3)} s, 99th percentile ${(await only(server, `quantile(0.99, scrape_duration_seconds{${job}})`)).toFixed(3)} s`,
      simulator,
      observer,
    ],
  };
}

/** The value of a query that yields one; NaN when it yields none. */
async function only(server: PrometheusUnderTest, expression: string): Promise<number> {
  const [first] = await server.query(expression);
  return first?.value ?? NaN;
}

/** Of all processes of the simulator. */
async function simulatorCost(kvsim: KvsimUnderTest): Promise<ProcessCost> {
  const { apiserver, components } = await kvsim.cluster();
  return processCost([kvsim.child.pid ?? 0, apiserver.pid, ...components.map(({ pid }) => pid)]);
}

function costLine(what: string, before: ProcessCost, after: ProcessCost, seconds: number): string {
  const cores = (after.cpuSeconds - before.cpuSeconds) / seconds;
  const megabytes = (after.residentBytes / 1e6).toFixed(0);
  return `${what}: ${cores.toFixed(2)} cores, ${megabytes} MB, ${before.cpuSeconds.toFixed(0)} s of CPU before`;
}
