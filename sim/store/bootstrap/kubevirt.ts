import { releaseOf, type ComponentKind, type KubeVirtVersion } from "../../model/components.ts";
import { kindNamed } from "../kinds.ts";
import type { Draft, KubeObject } from "../object.ts";
import { serviceKind, type Service } from "../objects/service.ts";
import { daemonSetKind, deploymentKind } from "../objects/workloads.ts";
import type { Store } from "../store.ts";
import { componentTemplate, prometheusLabelValue } from "./component-pods.ts";
import { ensureNamespace, ensureServiceAccount } from "./kubernetes.ts";
import { installComponentRbac, installMonitoringRbac } from "./kubevirt-rbac.ts";
import { kubeVirtNamespace } from "./service-accounts.ts";

export interface KubeVirt extends KubeObject {
  readonly spec: { readonly [field: string]: unknown };
  readonly status: { readonly phase: string; readonly [field: string]: unknown };
}

export const kubeVirtKind = kindNamed<KubeVirt>("kubevirts", "kubevirt.io");

export interface KubeVirtInstallation {
  readonly version: KubeVirtVersion;
  readonly monitorNamespace: string;
  readonly monitorAccount: string;
  /** Whether the CR names the monitor namespace, or leaves it to the default. */
  readonly monitorNamespaceGiven: boolean;
  /** The container port that serves /metrics. */
  readonly metricsPort: number;
}

const metricsServiceName = "kubevirt-prometheus-metrics";
const deployments = ["virt-operator", "virt-api", "virt-controller"] as const;
const replicas = 2;

/** The namespace KubeVirt looks for a monitor account in, unless the CR names one. */
export function defaultMonitorNamespace(version: KubeVirtVersion): string {
  return version === "legacy" ? "openshift-monitoring" : "monitoring";
}

/** KubeVirt as virt-operator leaves it: CR, accounts and roles, workloads, and the Service that lists targets. */
export function installKubeVirt(store: Store, installation: KubeVirtInstallation): void {
  const { version, monitorNamespace, monitorAccount } = installation;
  ensureNamespace(store, kubeVirtNamespace, {
    "kubevirt.io": "",
    "pod-security.kubernetes.io/enforce": "privileged",
  });
  ensureNamespace(store, monitorNamespace);
  ensureServiceAccount(store, monitorNamespace, monitorAccount);
  installComponentRbac(store);
  installMonitoringRbac(store, monitorNamespace, monitorAccount);
  store.create(kubeVirtKind, kubeVirtDraft(installation));
  store.create(serviceKind, metricsServiceDraft(version));
  for (const component of deployments) createDeployment(store, component, installation);
  createDaemonSet(store, installation);
}

function kubeVirtDraft(installation: KubeVirtInstallation): Draft<KubeVirt> {
  const release = releaseOf(installation.version);
  return {
    apiVersion: "kubevirt.io/v1",
    kind: "KubeVirt",
    metadata: { name: "kubevirt", namespace: kubeVirtNamespace, finalizers: ["foregroundDeleteKubeVirt"] },
    spec: {
      certificateRotateStrategy: {},
      configuration: { developerConfiguration: {} },
      imagePullPolicy: "IfNotPresent",
      monitorAccount: installation.monitorAccount,
      ...(installation.monitorNamespaceGiven ? { monitorNamespace: installation.monitorNamespace } : {}),
      workloadUpdateStrategy: {},
    },
    status: {
      phase: "Deployed",
      observedKubeVirtVersion: release,
      operatorVersion: release,
      targetKubeVirtVersion: release,
      conditions: [
        {
          type: "Available",
          status: "True",
          reason: "AllComponentsReady",
          message: "All components are ready.",
        },
        {
          type: "Progressing",
          status: "False",
          reason: "AllComponentsReady",
          message: "All components are ready.",
        },
        {
          type: "Degraded",
          status: "False",
          reason: "AllComponentsReady",
          message: "All components are ready.",
        },
      ],
    },
  };
}

/** Headless since v0.59; a cluster IP of its own before. */
function metricsServiceDraft(version: KubeVirtVersion): Draft<Service> {
  const selector = { "prometheus.kubevirt.io": prometheusLabelValue(version) };
  const clusterIP = version === "legacy" ? "10.97.24.111" : "None";
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: metricsServiceName,
      namespace: kubeVirtNamespace,
      labels: { "kubevirt.io": "", ...selector },
    },
    spec: {
      type: "ClusterIP",
      clusterIP,
      clusterIPs: [clusterIP],
      selector,
      ports: [{ name: "metrics", port: 443, targetPort: "metrics", protocol: "TCP" }],
      sessionAffinity: "None",
    },
    status: { loadBalancer: {} },
  };
}

function workloadMetadata(component: ComponentKind) {
  return {
    name: component,
    namespace: kubeVirtNamespace,
    labels: { "kubevirt.io": component },
    generation: 1,
  };
}

function createDeployment(
  store: Store,
  component: ComponentKind,
  { version, metricsPort }: KubeVirtInstallation,
): void {
  store.create(deploymentKind, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: workloadMetadata(component),
    spec: {
      replicas,
      selector: { matchLabels: { "kubevirt.io": component } },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
      template: componentTemplate(component, version, metricsPort),
    },
    status: {},
  });
}

function createDaemonSet(store: Store, { version, metricsPort }: KubeVirtInstallation): void {
  store.create(daemonSetKind, {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: workloadMetadata("virt-handler"),
    spec: {
      selector: { matchLabels: { "kubevirt.io": "virt-handler" } },
      template: componentTemplate("virt-handler", version, metricsPort),
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
    },
    status: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  });
}
