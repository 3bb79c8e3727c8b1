import type { CompanionKind } from "../../model/components.ts";
import {
  allowedLabels,
  shownFamilies,
  shownResources,
  stateMetricsVersion,
} from "../../model/kube-state-metrics.ts";
import { serviceMonitorKind } from "../objects/monitoring.ts";
import { nameLabel } from "../objects/pod.ts";
import { clusterRoleBindingKind, clusterRoleKind, type PolicyRule } from "../objects/rbac.ts";
import { serviceKind } from "../objects/service.ts";
import { deploymentKind, type PodTemplate } from "../objects/workloads.ts";
import type { Store } from "../store.ts";
import { ensureServiceAccount } from "./kubernetes.ts";

const name: CompanionKind = "kube-state-metrics";
/** The port at which kube-rbac-proxy answers for it. */
export const stateMetricsPortName = "https-main";

const selector = {
  "app.kubernetes.io/component": "exporter",
  [nameLabel]: name,
  "app.kubernetes.io/part-of": "kube-prometheus",
};
const labels = { ...selector, "app.kubernetes.io/version": stateMetricsVersion.slice(1) };
const rbacGroup = "rbac.authorization.k8s.io";

/**
 * kube-state-metrics as kube-prometheus deploys it, in the namespace of the monitoring stack: watching with
 * an account of its own, and answering through a kube-rbac-proxy those who may read metrics.
 */
export function installKubeStateMetrics(store: Store, namespace: string, port: number): void {
  ensureServiceAccount(store, namespace, name, labels);
  store.create(clusterRoleKind, {
    apiVersion: `${rbacGroup}/v1`,
    kind: "ClusterRole",
    metadata: { name, labels },
    rules,
  });
  store.create(clusterRoleBindingKind, {
    apiVersion: `${rbacGroup}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name, labels },
    roleRef: { apiGroup: rbacGroup, kind: "ClusterRole", name },
    subjects: [{ kind: "ServiceAccount", name, namespace }],
  });
  createService(store, namespace);
  createServiceMonitor(store, namespace);
  store.create(deploymentKind, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: selector },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
      template: stateMetricsTemplate(port),
    },
    status: {},
  });
}

const watching = (apiGroup: string, ...resources: string[]): PolicyRule => ({
  apiGroups: [apiGroup],
  resources,
  verbs: ["list", "watch"],
});
const asking = (apiGroup: string, resource: string): PolicyRule => ({
  apiGroups: [apiGroup],
  resources: [resource],
  verbs: ["create"],
});

const rules: readonly PolicyRule[] = [
  watching(
    "",
    ...["configmaps", "secrets", "nodes", "pods", "services", "serviceaccounts", "resourcequotas"],
    ...["replicationcontrollers", "limitranges", "persistentvolumeclaims", "persistentvolumes"],
    ...["namespaces", "endpoints"],
  ),
  watching("apps", "statefulsets", "daemonsets", "deployments", "replicasets"),
  watching("batch", "cronjobs", "jobs"),
  watching("autoscaling", "horizontalpodautoscalers"),
  asking("authentication.k8s.io", "tokenreviews"),
  asking("authorization.k8s.io", "subjectaccessreviews"),
  watching("policy", "poddisruptionbudgets"),
  watching("certificates.k8s.io", "certificatesigningrequests"),
  watching("discovery.k8s.io", "endpointslices"),
  watching("storage.k8s.io", "storageclasses", "volumeattachments"),
  watching(
    "admissionregistration.k8s.io",
    "mutatingwebhookconfigurations",
    "validatingwebhookconfigurations",
  ),
  watching("networking.k8s.io", "networkpolicies", "ingressclasses", "ingresses"),
  watching("coordination.k8s.io", "leases"),
  watching(rbacGroup, "clusterrolebindings", "clusterroles", "rolebindings", "roles"),
];

function createService(store: Store, namespace: string): void {
  store.create(serviceKind, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels },
    spec: {
      type: "ClusterIP",
      clusterIP: "None",
      clusterIPs: ["None"],
      selector,
      ports: [{ name: stateMetricsPortName, port: 8443, targetPort: stateMetricsPortName, protocol: "TCP" }],
      sessionAffinity: "None",
    },
    status: { loadBalancer: {} },
  });
}

function createServiceMonitor(store: Store, namespace: string): void {
  store.create(serviceMonitorKind, {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "ServiceMonitor",
    metadata: { name, namespace, labels },
    spec: {
      jobLabel: nameLabel,
      selector: { matchLabels: selector },
      endpoints: [
        {
          port: stateMetricsPortName,
          scheme: "https",
          bearerTokenFile: "/var/run/secrets/kubernetes.io/serviceaccount/token",
          honorLabels: true,
          relabelings: [{ action: "labeldrop", regex: "(pod|service|endpoint|namespace)" }],
          tlsConfig: { insecureSkipVerify: true },
        },
      ],
    },
  });
}

/** Both containers of its pod: the program, and the proxy that stands before it. */
export function stateMetricsTemplate(port: number): PodTemplate {
  const innerPort = 8081;
  return {
    metadata: { annotations: { "kubectl.kubernetes.io/default-container": name }, labels },
    spec: {
      automountServiceAccountToken: true,
      containers: [
        {
          name,
          image: `registry.k8s.io/kube-state-metrics/kube-state-metrics:${stateMetricsVersion}`,
          imagePullPolicy: "IfNotPresent",
          args: [
            "--host=127.0.0.1",
            `--port=${innerPort}`,
            `--resources=${shownResources.join(",")}`,
            `--metric-allowlist=${shownFamilies.map((family) => `^${family}$`).join(",")}`,
            `--metric-labels-allowlist=${allowlist}`,
          ],
          resources: {
            limits: { cpu: "100m", memory: "250Mi" },
            requests: { cpu: "10m", memory: "190Mi" },
          },
        },
        {
          name: "kube-rbac-proxy-main",
          image: "quay.io/brancz/kube-rbac-proxy:v0.19.1",
          imagePullPolicy: "IfNotPresent",
          args: [`--secure-listen-address=:${port}`, `--upstream=http://127.0.0.1:${innerPort}/`],
          ports: [{ name: stateMetricsPortName, containerPort: port, protocol: "TCP" }],
          resources: {
            limits: { cpu: "40m", memory: "40Mi" },
            requests: { cpu: "20m", memory: "20Mi" },
          },
        },
      ],
      nodeSelector: { "kubernetes.io/os": "linux" },
      restartPolicy: "Always",
      serviceAccountName: name,
      terminationGracePeriodSeconds: 30,
    },
  };
}

const allowlist = Object.entries(allowedLabels)
  .map(([resource, keys]) => `${resource}=[${keys.join(",")}]`)
  .join(",");
