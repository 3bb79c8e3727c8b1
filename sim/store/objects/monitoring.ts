import { kindNamed } from "../kinds.ts";
import type { Draft, KubeObject } from "../object.ts";

/** What prometheus-operator scrapes: the Services with these labels, in these namespaces, at these ports. */
export interface ServiceMonitor extends KubeObject {
  readonly spec: {
    /** The label of the Service whose value becomes the label `job`; without it, the Service's name does. */
    readonly jobLabel?: string;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly namespaceSelector?: { readonly matchNames: readonly string[] };
    readonly endpoints: readonly Readonly<Record<string, unknown>>[];
  };
}

export interface PrometheusRule extends KubeObject {
  readonly spec: { readonly groups: readonly RuleGroup[] };
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export const serviceMonitorKind = kindNamed<ServiceMonitor>("servicemonitors", "monitoring.coreos.com");
export const prometheusRuleKind = kindNamed<PrometheusRule>("prometheusrules", "monitoring.coreos.com");

/** The name of KubeVirt's ServiceMonitor and of its PrometheusRule. */
export const monitoringName = "prometheus-kubevirt-rules";

/** KubeVirt's ServiceMonitor, in the namespace of the monitoring stack. */
export function serviceMonitorDraft(
  namespace: string,
  kubeVirtNamespace: string,
  prometheusLabel: Readonly<Record<string, string>>,
  honorLabels: boolean,
): Draft<ServiceMonitor> {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "ServiceMonitor",
    metadata: {
      name: monitoringName,
      namespace,
      labels: { "openshift.io/cluster-monitoring": "", ...prometheusLabel, "k8s-app": "kubevirt" },
    },
    spec: {
      selector: { matchLabels: prometheusLabel },
      namespaceSelector: { matchNames: [kubeVirtNamespace] },
      endpoints: [
        {
          port: "metrics",
          scheme: "https",
          tlsConfig: { insecureSkipVerify: true },
          ...(honorLabels ? { honorLabels: true } : {}),
        },
      ],
    },
  };
}

/** KubeVirt's PrometheusRule, in its own namespace. */
export function prometheusRuleDraft(
  namespace: string,
  prometheusLabel: Readonly<Record<string, string>>,
  groups: readonly RuleGroup[],
): Draft<PrometheusRule> {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: {
      name: monitoringName,
      namespace,
      labels: { ...prometheusLabel, "k8s-app": "kubevirt" },
    },
    spec: { groups },
  };
}
