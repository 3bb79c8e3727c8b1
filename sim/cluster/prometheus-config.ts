import { stringify } from "yaml";
import { formatAddress, type Address } from "../model/addresses.ts";
import type { KubeVirtVersion } from "../model/components.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { defaultMonitorNamespace } from "../store/bootstrap/kubevirt.ts";
import { kubeVirtNamespace } from "../store/bootstrap/service-accounts.ts";
import { fileNames } from "./files.ts";
import { targetRelabelling, type DiscoveryRole } from "./target-relabelling.ts";

export interface PrometheusConfigOptions {
  readonly kubevirt: Scenario["kubevirt"];
  readonly prometheus: Scenario["prometheus"];
  /** `https://ip:port` of the front listener that is Prometheus' own. */
  readonly apiserverUrl: string;
  /** Where the simulator tells about itself. */
  readonly controlAddress: Address;
}

const serviceMonitor = "prometheus-kubevirt-rules";

/** The job of what the simulator tells about itself. */
export const ownJobName = "kvsim";

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
    scrape_configs: scrapeConfigs(options, role),
  });
}

/** The same for vmagent, which evaluates no rules, and refuses to read of them when it reads strictly. */
export function vmagentConfig(options: PrometheusConfigOptions): string {
  return configText({
    global: { scrape_interval: duration(options.prometheus.scrapeIntervalSeconds) },
    scrape_configs: scrapeConfigs(options, "endpoints"),
  });
}

function configText(config: Readonly<Record<string, unknown>>): string {
  return stringify(config, { lineWidth: 0, aliasDuplicateObjects: false });
}

function scrapeConfigs(options: PrometheusConfigOptions, role: DiscoveryRole) {
  const { kubevirt, apiserverUrl, controlAddress } = options;
  const { version, monitorNamespace = defaultMonitorNamespace(version) } = kubevirt;
  return [
    {
      job_name: `serviceMonitor/${monitorNamespace}/${serviceMonitor}/0`,
      ...(setsHonorLabels(version) ? { honor_labels: true } : {}),
      kubernetes_sd_configs: [
        {
          role,
          namespaces: { names: [kubeVirtNamespace] },
          api_server: apiserverUrl,
          authorization: {
            credentials_file: role === "endpoints" ? fileNames.monitorToken : fileNames.discoveryToken,
          },
          tls_config: { ca_file: fileNames.ca },
        },
      ],
      scheme: "https",
      tls_config: { insecure_skip_verify: true },
      relabel_configs: targetRelabelling(version, role),
    },
    { job_name: ownJobName, static_configs: [{ targets: [formatAddress(controlAddress)] }] },
  ];
}

/** The ServiceMonitor sets honorLabels since v0.48; before, a VMI's namespace became `exported_namespace`. */
function setsHonorLabels(version: KubeVirtVersion): boolean {
  return version !== "legacy";
}

/** As Prometheus writes durations: whole seconds, or milliseconds where they are not. */
function duration(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}
