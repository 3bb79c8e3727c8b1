import { releaseOf, type ComponentKind, type KubeVirtVersion } from "../../model/components.ts";
import type { PodTemplate } from "../objects/workloads.ts";
import { serviceAccounts } from "./service-accounts.ts";

/** CPU and memory that each component's container asks for. */
const requests: Readonly<Record<ComponentKind, { cpu: string; memory: string }>> = {
  "virt-api": { cpu: "5m", memory: "500Mi" },
  "virt-controller": { cpu: "10m", memory: "275Mi" },
  "virt-operator": { cpu: "10m", memory: "450Mi" },
  "virt-handler": { cpu: "10m", memory: "325Mi" },
};

/** The value of the label `prometheus.kubevirt.io`: empty through v0.47, "true" since. */
export function prometheusLabelValue(version: KubeVirtVersion): string {
  return version === "legacy" ? "" : "true";
}

export function imageOf(name: string, version: KubeVirtVersion): string {
  return `quay.io/kubevirt/${name}:${releaseOf(version)}`;
}

/** The pod template of a component, with the labels and the port by which it is found and scraped. */
export function componentTemplate(
  component: ComponentKind,
  version: KubeVirtVersion,
  port: number,
): PodTemplate {
  const handler = component === "virt-handler";
  const metrics = { name: "metrics", containerPort: port, protocol: "TCP" } as const;
  const api = { name: "virt-api", containerPort: port, protocol: "TCP" } as const;
  return {
    metadata: { labels: labelsOf(component, version) },
    spec: {
      containers: [
        {
          name: component,
          image: imageOf(component, version),
          command: [component],
          args: ["--port", String(port)],
          ports: component === "virt-api" ? [api, metrics] : [metrics],
          resources: { requests: requests[component] },
        },
      ],
      ...(handler ? { hostPID: true } : {}),
      nodeSelector: { "kubernetes.io/os": "linux" },
      priorityClassName: "kubevirt-cluster-critical",
      restartPolicy: "Always",
      serviceAccountName: serviceAccounts[component],
      terminationGracePeriodSeconds: handler ? 15 : 30,
    },
  };
}

function labelsOf(component: ComponentKind, version: KubeVirtVersion): Record<string, string> {
  const own = { "kubevirt.io": component, "prometheus.kubevirt.io": prometheusLabelValue(version) };
  if (version === "legacy") return own;
  return {
    "app.kubernetes.io/component": "kubevirt",
    "app.kubernetes.io/managed-by": "virt-operator",
    "app.kubernetes.io/version": releaseOf(version),
    "np.kubevirt.io/allow-access-cluster-services": "true",
    ...own,
  };
}
