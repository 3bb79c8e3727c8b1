import { join } from "node:path";
import { startReadyKvsim, type KvsimUnderTest } from "../../support/kvsim.ts";
import { startPrometheus, type PrometheusUnderTest } from "../../support/prometheus.ts";
import { until } from "../../support/until.ts";

/** A target of Prometheus' that is a component's pod. */
export interface PodTarget {
  readonly pod: string;
  readonly instance: string;
  readonly health: string;
  readonly lastError: string;
}

export interface ScrapedCluster {
  readonly kvsim: KvsimUnderTest;
  readonly server: PrometheusUnderTest;
  readonly targets: () => Promise<PodTarget[]>;
  /** The value of a query with one result; undefined when it has none. */
  readonly value: (expression: string) => Promise<number | undefined>;
}

/** A cluster, and a Prometheus that has scraped all of its components. */
export async function startScrapedCluster(prometheus: string, scenario: string): Promise<ScrapedCluster> {
  const kvsim = await startReadyKvsim(scenario);
  const server = await startPrometheus(prometheus, join(kvsim.directory, "prometheus.yml"));
  const targets = async () => {
    const all = await server.targets();
    return all.flatMap(({ labels, health, lastError }) => {
      const { pod, instance = "" } = labels;
      return pod === undefined ? [] : [{ pod, instance, health, lastError }];
    });
  };
  const { components } = await kvsim.cluster();
  await until(
    "every component's target up",
    async () => (await targets()).filter(({ health }) => health === "up").length === components.length,
    { describe: () => `${kvsim.output()}\n${server.output()}` },
  );
  return { kvsim, server, targets, value: async (expression) => (await server.query(expression))[0]?.value };
}
