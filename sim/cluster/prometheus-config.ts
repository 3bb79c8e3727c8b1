import { stringify } from "yaml";
import type { KubeVirtVersion } from "../model/components.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { prometheusLabelValue } from "../store/bootstrap/component-pods.ts";
import { defaultMonitorNamespace } from "../store/bootstrap/kubevirt.ts";
import { kubeVirtNamespace } from "../store/bootstrap/service-accounts.ts";
import { fileNames } from "./files.ts";

export interface PrometheusConfigOptions {
  readonly kubevirt: Scenario["kubevirt"];
  readonly prometheus: Scenario["prometheus"];
  /** `https://ip:port` of the front listener that is Prometheus' own. */
  readonly apiserverUrl: string;
}

const serviceMonitor = "prometheus-kubevirt-rules";
const portName = "metrics";

/**
 * The text of a Prometheus configuration that finds and scrapes the cluster as prometheus-operator would set
 * it up from KubeVirt's ServiceMonitor. Paths in it are relative to its own directory; vmagent reads it too.
 */
export function prometheusConfig({ kubevirt, prometheus, apiserverUrl }: PrometheusConfigOptions): string {
  const { version, monitorNamespace = defaultMonitorNamespace(version) } = kubevirt;
  return stringify(
    {
      ...globalAndRules(prometheus),
      scrape_configs: [
        {
          job_name: `serviceMonitor/${monitorNamespace}/${serviceMonitor}/0`,
          ...(setsHonorLabels(version) ? { honor_labels: true } : {}),
          kubernetes_sd_configs: [
            {
              role: "endpoints",
              namespaces: { names: [kubeVirtNamespace] },
              api_server: apiserverUrl,
              authorization: { credentials_file: fileNames.monitorToken },
              tls_config: { ca_file: fileNames.ca },
            },
          ],
          scheme: "https",
          tls_config: { insecure_skip_verify: true },
          relabel_configs: relabelling(version),
        },
      ],
    },
    { lineWidth: 0 },
  );
}

/** Nothing about rules where there are none: vmagent, which evaluates no rules, refuses to read of them. */
function globalAndRules(prometheus: Scenario["prometheus"]) {
  const { scrapeIntervalSeconds, evaluationIntervalSeconds, ruleFiles } = prometheus;
  const scrapeInterval = { scrape_interval: duration(scrapeIntervalSeconds) };
  if (ruleFiles.length === 0) return { global: scrapeInterval };
  return {
    global: { ...scrapeInterval, evaluation_interval: duration(evaluationIntervalSeconds) },
    rule_files: ruleFiles,
  };
}

/** The ServiceMonitor sets honorLabels since v0.48; before, a VMI's namespace became `exported_namespace`. */
function setsHonorLabels(version: KubeVirtVersion): boolean {
  return version !== "legacy";
}

/** What prometheus-operator makes of the ServiceMonitor: which endpoints to keep, and the target labels. */
function relabelling(version: KubeVirtVersion) {
  const label = "__meta_kubernetes_service_label";
  const addressTarget = [
    "__meta_kubernetes_endpoint_address_target_kind",
    "__meta_kubernetes_endpoint_address_target_name",
  ];
  return [
    {
      action: "keep",
      source_labels: [`${label}_prometheus_kubevirt_io`, `${label}present_prometheus_kubevirt_io`],
      regex: `(${prometheusLabelValue(version)});true`,
    },
    { action: "keep", source_labels: ["__meta_kubernetes_endpoint_port_name"], regex: portName },
    {
      source_labels: addressTarget,
      separator: ";",
      regex: "Node;(.*)",
      replacement: "${1}",
      target_label: "node",
    },
    {
      source_labels: addressTarget,
      separator: ";",
      regex: "Pod;(.*)",
      replacement: "${1}",
      target_label: "pod",
    },
    { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
    { source_labels: ["__meta_kubernetes_service_name"], target_label: "service" },
    { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
    { source_labels: ["__meta_kubernetes_pod_container_name"], target_label: "container" },
    { action: "drop", source_labels: ["__meta_kubernetes_pod_phase"], regex: "(Failed|Succeeded)" },
    { source_labels: ["__meta_kubernetes_service_name"], replacement: "${1}", target_label: "job" },
    { target_label: "endpoint", replacement: portName },
  ];
}

/** As Prometheus writes durations: whole seconds, or milliseconds where they are not. */
function duration(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}
