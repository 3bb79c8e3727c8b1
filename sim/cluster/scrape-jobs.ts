import { formatAddress, type Address } from "../model/addresses.ts";
import type { KubeVirtVersion } from "../model/components.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { prometheusLabel, prometheusLabelValue } from "../store/bootstrap/component-pods.ts";
import { stateMetricsPortName } from "../store/bootstrap/kube-state-metrics.ts";
import { metricsServiceName } from "../store/bootstrap/kubevirt-services.ts";
import { kubeVirtNamespace } from "../store/bootstrap/service-accounts.ts";
import { monitoringName } from "../store/objects/monitoring.ts";
import { nameLabel } from "../store/objects/pod.ts";
import { fileNames } from "./files.ts";
import { monitorNamespaceOf } from "./monitor-namespace.ts";
import {
  targetRelabelling,
  type DiscoveryRole,
  type RelabelConfig,
  type ScrapedService,
} from "./target-relabelling.ts";

export interface ScrapeJobOptions {
  readonly kubevirt: Scenario["kubevirt"];
  readonly kubeStateMetrics: boolean;
  /** `https://ip:port` of the front listener that is Prometheus' own. */
  readonly apiserverUrl: string;
  /** Where the simulator tells about itself. */
  readonly controlAddress: Address;
}

/** The job of what the simulator tells about itself. */
const ownJobName = "kvsim";

/** The scrape jobs of a cluster: KubeVirt's, its companions', and what the simulator tells about itself. */
export function scrapeJobs(options: ScrapeJobOptions, role: DiscoveryRole): readonly object[] {
  return [
    kubeVirtJob(options, role),
    ...(options.kubeStateMetrics ? [kubeStateMetricsJob(options, role)] : []),
    { job_name: ownJobName, static_configs: [{ targets: [formatAddress(options.controlAddress)] }] },
  ];
}

function kubeVirtJob({ kubevirt, apiserverUrl }: ScrapeJobOptions, role: DiscoveryRole) {
  const { version } = kubevirt;
  const service: ScrapedService = {
    name: metricsServiceName,
    label: { name: prometheusLabel, value: prometheusLabelValue(version) },
    portName: "metrics",
  };
  return {
    job_name: jobName(kubevirt.serviceMonitorNamespace ?? monitorNamespaceOf(kubevirt), monitoringName),
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
    relabel_configs: targetRelabelling(service, role),
  };
}

/** Found and scraped as Prometheus' own account, as kube-prometheus has it. */
function kubeStateMetricsJob({ kubevirt, apiserverUrl }: ScrapeJobOptions, role: DiscoveryRole) {
  const name = "kube-state-metrics";
  const authorization = { credentials_file: fileNames.discoveryToken };
  const service: ScrapedService = {
    name,
    label: { name: nameLabel, value: name },
    portName: stateMetricsPortName,
  };
  return {
    job_name: jobName(monitorNamespaceOf(kubevirt), name),
    honor_labels: true,
    kubernetes_sd_configs: [
      {
        role,
        namespaces: { names: [monitorNamespaceOf(kubevirt)] },
        api_server: apiserverUrl,
        authorization,
        tls_config: { ca_file: fileNames.ca },
      },
    ],
    scheme: "https",
    authorization,
    tls_config: { insecure_skip_verify: true },
    relabel_configs: [
      ...targetRelabelling(service, role),
      // Its series tell these of the objects they are about.
      { action: "labeldrop", regex: "(pod|service|endpoint|namespace)" } satisfies RelabelConfig,
    ],
  };
}

/** As prometheus-operator names the job of a ServiceMonitor's first endpoint. */
function jobName(namespace: string, serviceMonitor: string): string {
  return `serviceMonitor/${namespace}/${serviceMonitor}/0`;
}

/** The ServiceMonitor sets honorLabels since v0.48; before, a VMI's namespace became `exported_namespace`. */
function setsHonorLabels(version: KubeVirtVersion): boolean {
  return version !== "legacy";
}
