import { timestampAt } from "../../clock/clock.ts";
import {
  releaseOf,
  type ComponentKind,
  type KubeVirtVersion,
  type Platform,
} from "../../model/components.ts";
import { reconcileMonitoring } from "../controllers/monitoring.ts";
import { kinds } from "../kinds.ts";
import type { Draft } from "../object.ts";
import { configMapKind, priorityClassKind } from "../objects/cluster-basics.ts";
import type { Condition } from "../objects/conditions.ts";
import { definitionDraft, definitionKind } from "../objects/custom-resource-definition.ts";
import { disruptionBudgetKind } from "../objects/disruption-budget.ts";
import { kubeVirtKind, type KubeVirt } from "../objects/kubevirt.ts";
import { daemonSetKind, deploymentKind } from "../objects/workloads.ts";
import type { Store } from "../store.ts";
import { installCommonInstancetypes } from "./common-instancetypes.ts";
import { componentTemplate } from "./component-pods.ts";
import { ensureNamespace } from "./kubernetes.ts";
import { installComponentRbac, installPublicRole } from "./kubevirt-rbac.ts";
import { installKubeVirtServices, installWebhooks } from "./kubevirt-services.ts";
import { installMonitoringStack } from "./monitoring-stack.ts";
import { installOpenShift } from "./openshift.ts";
import { installUserRoles } from "./kubevirt-user-roles.ts";
import { kubeVirtNamespace } from "./service-accounts.ts";

interface KubeVirtInstallation {
  readonly version: KubeVirtVersion;
  readonly platform: Platform;
  readonly monitorNamespace: string;
  readonly monitorAccount: string;
  /** Whether the CR names the monitor namespace, or leaves it to the default. */
  readonly monitorNamespaceGiven: boolean;
  readonly serviceMonitorNamespace?: string;
  /** The container port that serves /metrics. */
  readonly metricsPort: number;
  /** PEM of the CA that KubeVirt's serving certificates are of. */
  readonly caBundle?: string;
}

const deployments = ["virt-operator", "virt-api", "virt-controller"] as const;
const replicas = 2;

/** The namespace KubeVirt finds a platform's monitor account in, unless the CR names one. */
export function defaultMonitorNamespace(version: KubeVirtVersion, platform: Platform): string {
  return version === "legacy" || platform === "openshift" ? "openshift-monitoring" : "monitoring";
}

/**
 * KubeVirt as virt-operator leaves it beside a monitoring stack: its kinds, its CR, accounts and roles,
 * workloads, and the Service that lists targets.
 */
export function installKubeVirt(store: Store, installation: KubeVirtInstallation): void {
  const { version, monitorNamespace, monitorAccount } = installation;
  if (installation.platform === "openshift") installOpenShift(store);
  installMonitoringStack(store, monitorNamespace, monitorAccount);
  const { serviceMonitorNamespace } = installation;
  if (serviceMonitorNamespace !== undefined) ensureNamespace(store, serviceMonitorNamespace);
  ensureNamespace(store, kubeVirtNamespace, {
    "kubevirt.io": "",
    "pod-security.kubernetes.io/enforce": "privileged",
  });
  defineKinds(store);
  installComponentRbac(store);
  installPublicRole(store);
  installUserRoles(store);
  createPriorityClass(store);
  store.create(kubeVirtKind, kubeVirtDraft(store, installation));
  createCaBundle(store, installation.caBundle ?? "");
  installKubeVirtServices(store, version);
  installWebhooks(store);
  for (const component of deployments) createDeployment(store, component, installation);
  for (const component of ["virt-api", "virt-controller"] as const) createBudget(store, component);
  createDaemonSet(store, installation);
  if (version !== "legacy") installCommonInstancetypes(store);
  reconcileMonitoring(store, version);
}

function defineKinds(store: Store): void {
  const now = timestampAt(store.clock, store.clock.now());
  for (const kind of kinds.values()) {
    if (kind.group === "kubevirt.io" || kind.group.endsWith(".kubevirt.io"))
      store.create(definitionKind, definitionDraft(kind, now, managed));
  }
}

const managed = { "app.kubernetes.io/managed-by": "virt-operator", "kubevirt.io": "" };

function kubeVirtDraft(store: Store, installation: KubeVirtInstallation): Draft<KubeVirt> {
  const { serviceMonitorNamespace } = installation;
  const release = releaseOf(installation.version);
  const now = timestampAt(store.clock, store.clock.now());
  const condition = (type: string, status: "True" | "False", reason: string, message: string): Condition => ({
    type,
    status,
    lastProbeTime: now,
    lastTransitionTime: now,
    reason,
    message,
  });
  const ready = ["AllComponentsReady", "All components are ready."] as const;
  return {
    apiVersion: "kubevirt.io/v1",
    kind: "KubeVirt",
    metadata: {
      name: "kubevirt",
      namespace: kubeVirtNamespace,
      annotations: {
        "kubevirt.io/latest-observed-api-version": "v1",
        "kubevirt.io/storage-observed-api-version": "v1",
      },
      finalizers: ["foregroundDeleteKubeVirt"],
    },
    spec: {
      certificateRotateStrategy: {},
      configuration: { developerConfiguration: {} },
      customizeComponents: {},
      imagePullPolicy: "IfNotPresent",
      // Left to itself virt-operator would run a virt-api for every ten nodes, and one alone on a single node.
      infra: { replicas },
      monitorAccount: installation.monitorAccount,
      ...(installation.monitorNamespaceGiven ? { monitorNamespace: installation.monitorNamespace } : {}),
      ...(serviceMonitorNamespace === undefined ? {} : { serviceMonitorNamespace }),
      workloadUpdateStrategy: {},
    },
    status: {
      phase: "Deployed",
      observedGeneration: 1,
      observedKubeVirtVersion: release,
      operatorVersion: release,
      outdatedVirtualMachineInstanceWorkloads: 0,
      targetKubeVirtVersion: release,
      conditions: [
        condition("Created", "True", "AllResourcesCreated", "All resources were created."),
        condition("Available", "True", ...ready),
        condition("Progressing", "False", ...ready),
        condition("Degraded", "False", ...ready),
      ],
    },
  };
}

function createCaBundle(store: Store, caBundle: string): void {
  store.create(configMapKind, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "kubevirt-ca", namespace: kubeVirtNamespace, labels: managed },
    data: { "ca-bundle": caBundle },
  });
}

function createPriorityClass(store: Store): void {
  store.create(priorityClassKind, {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "kubevirt-cluster-critical" },
    value: 1_000_000_000,
    globalDefault: false,
    description: "This priority class should be used for core kubevirt components only.",
    preemptionPolicy: "PreemptLowerPriority",
  });
}

function workloadMetadata(component: ComponentKind) {
  return {
    name: component,
    namespace: kubeVirtNamespace,
    labels: { "app.kubernetes.io/managed-by": "virt-operator", "kubevirt.io": component },
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

/** One replica has to stay while nodes are drained. */
function createBudget(store: Store, component: "virt-api" | "virt-controller"): void {
  store.create(disruptionBudgetKind, {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { ...workloadMetadata(component), name: `${component}-pdb` },
    spec: { minAvailable: 1, selector: { matchLabels: { "kubevirt.io": component } } },
    status: { currentHealthy: 0, desiredHealthy: 1, disruptionsAllowed: 0, expectedPods: 0 },
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
