import { stringify } from "yaml";
import type { Scenario } from "../scenario/scenario.ts";
import { scrapeJobs, type ScrapeJobOptions } from "./scrape-jobs.ts";
import type { DiscoveryRole } from "./target-relabelling.ts";

interface PrometheusConfigOptions extends ScrapeJobOptions {
  readonly prometheus: Scenario["prometheus"];
}

/**
 * The text of a Prometheus configuration that finds and scrapes the cluster as prometheus-operator would set
 * it up from KubeVirt's ServiceMonitor: through Endpoints as KubeVirt's monitor account, which may read no
 * more, else as Prometheus' own account. Paths in it are relative to its own directory.
 */
export function prometheusConfig(
  options: PrometheusConfigOptions,
  role: DiscoveryRole = "endpoints",
): string {
  const { scrapeIntervalSeconds, evaluationIntervalSeconds, ruleFiles } = options.prometheus;
  return configText({
    global: {
      scrape_interval: duration(scrapeIntervalSeconds),
      ...(ruleFiles.length === 0 ? {} : { evaluation_interval: duration(evaluationIntervalSeconds) }),
    },
    ...(ruleFiles.length === 0 ? {} : { rule_files: ruleFiles }),
    scrape_configs: scrapeJobs(options, role),
  });
}

/** The same for vmagent, which evaluates no rules, and refuses to read of them when it reads strictly. */
export function vmagentConfig(options: PrometheusConfigOptions): string {
  return configText({
    global: { scrape_interval: duration(options.prometheus.scrapeIntervalSeconds) },
    scrape_configs: scrapeJobs(options, "endpoints"),
  });
}

function configText(config: Readonly<Record<string, unknown>>): string {
  return stringify(config, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** As Prometheus writes durations: whole seconds, or milliseconds where they are not. */
function duration(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}
