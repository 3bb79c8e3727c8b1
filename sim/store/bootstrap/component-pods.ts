import {
  kubeVirtVersions,
  releaseOf,
  type ComponentKind,
  type KubeVirtVersion,
} from "../../model/components.ts";
import type { ContainerPort } from "../objects/pod.ts";
import type { PodTemplate } from "../objects/workloads.ts";
import { readinessProbeOf } from "./probes.ts";
import { serviceAccounts } from "./service-accounts.ts";

/** CPU and memory that each component's container asks for. */
const requests: Readonly<Record<ComponentKind, { cpu: string; memory: string }>> = {
  "virt-api": { cpu: "5m", memory: "500Mi" },
  "virt-controller": { cpu: "10m", memory: "275Mi" },
  "virt-operator": { cpu: "10m", memory: "450Mi" },
  "virt-handler": { cpu: "10m", memory: "325Mi" },
};

/** The label by which the Service `kubevirt-prometheus-metrics` selects. */
export const prometheusLabel = "prometheus.kubevirt.io";

/** The value of the label `prometheus.kubevirt.io`: empty through v0.47, "true" since. */
export function prometheusLabelValue(version: KubeVirtVersion): string {
  return version === "legacy" ? "" : "true";
}

export function imageOf(name: string, version: KubeVirtVersion): string {
  return `quay.io/kubevirt/${name}:${releaseOf(version)}`;
}

/** The version whose release an image is of; undefined for an image that is none of KubeVirt's. */
export function versionOfImage(image: string): KubeVirtVersion | undefined {
  return kubeVirtVersions.find((version) => image.endsWith(`:${releaseOf(version)}`));
}

/** The pod template of a component, with the labels and the port by which it is found and scraped. */
export function componentTemplate(
  component: ComponentKind,
  version: KubeVirtVersion,
  port: number,
): PodTemplate {
  const handler = component === "virt-handler";
  return {
    metadata: { labels: labelsOf(component, version) },
    spec: {
      containers: [
        {
          name: component,
          image: imageOf(component, version),
          imagePullPolicy: "IfNotPresent",
          command: [component],
          args: ["--port", String(port)],
          ...(handler
            ? { env: [{ name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }] }
            : {}),
          ports: portsOf(component, version, port),
          readinessProbe: readinessProbeOf(component, port),
          resources: { requests: requests[component] },
        },
      ],
      ...(handler ? { hostPID: true } : { affinity: apart(component) }),
      nodeSelector: { "kubernetes.io/os": "linux" },
      priorityClassName: "kubevirt-cluster-critical",
      restartPolicy: "Always",
      serviceAccountName: serviceAccounts[component],
      terminationGracePeriodSeconds: handler ? 15 : 30,
      tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }],
    },
  };
}

function portsOf(component: ComponentKind, version: KubeVirtVersion, port: number): ContainerPort[] {
  const named = (name: string, containerPort: number): ContainerPort => ({
    name,
    containerPort,
    protocol: "TCP",
  });
  const metrics = named("metrics", port);
  switch (component) {
    case "virt-api":
      return [named("virt-api", port), metrics];
    case "virt-operator":
      return [metrics, named("webhooks", 8444)];
    case "virt-handler":
      return version === "legacy" ? [metrics] : [metrics, named("vmstats", 8187)];
    case "virt-controller":
      return [metrics];
  }
}

/** Replicas go to different nodes where there are several. */
function apart(component: ComponentKind) {
  const term = {
    labelSelector: {
      matchExpressions: [{ key: "kubevirt.io", operator: "In", values: [component] }],
    },
    topologyKey: "kubernetes.io/hostname",
  };
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }],
    },
  };
}

function labelsOf(component: ComponentKind, version: KubeVirtVersion): Record<string, string> {
  const own = { "kubevirt.io": component, [prometheusLabel]: prometheusLabelValue(version) };
  if (version === "legacy") return own;
  return {
    "app.kubernetes.io/component": "kubevirt",
    "app.kubernetes.io/managed-by": "virt-operator",
    "app.kubernetes.io/part-of": "kubevirt",
    "app.kubernetes.io/version": releaseOf(version),
    "np.kubevirt.io/allow-access-cluster-services": "true",
    ...own,
  };
}
