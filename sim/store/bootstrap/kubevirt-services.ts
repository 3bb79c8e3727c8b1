import type { KubeVirtVersion } from "../../model/components.ts";
import type { Draft } from "../object.ts";
import { serviceKind, type Service, type ServicePort } from "../objects/service.ts";
import { validatingWebhookKind } from "../objects/webhook.ts";
import type { Store } from "../store.ts";
import { prometheusLabelValue } from "./component-pods.ts";
import { kubeVirtNamespace } from "./service-accounts.ts";

/** The Service whose Endpoints list what Prometheus scrapes. */
export const metricsServiceName = "kubevirt-prometheus-metrics";

/** KubeVirt's Services: the one for metrics, and those by which the API server calls its webhooks. */
export function installKubeVirtServices(store: Store, version: KubeVirtVersion): void {
  store.create(serviceKind, metricsServiceDraft(version));
  store.create(serviceKind, webhookServiceDraft("virt-api", "virt-api", { port: 443, targetPort: 8443 }));
  store.create(
    serviceKind,
    webhookServiceDraft("kubevirt-operator-webhook", "virt-operator", {
      name: "webhooks",
      port: 443,
      targetPort: "webhooks",
    }),
  );
}

/** By which the API server has virt-api asked about VirtualMachines that are to be made or changed. */
export function installWebhooks(store: Store): void {
  store.create(validatingWebhookKind, {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: { name: "virt-api-validator", labels: { "kubevirt.io": "virt-api-validator" } },
    webhooks: [
      {
        name: "virtualmachine-validator.kubevirt.io",
        admissionReviewVersions: ["v1", "v1beta1"],
        clientConfig: {
          service: {
            namespace: kubeVirtNamespace,
            name: "virt-api",
            path: "/virtualmachines-validate",
            port: 443,
          },
        },
        failurePolicy: "Fail",
        matchPolicy: "Equivalent",
        rules: [
          {
            apiGroups: ["kubevirt.io"],
            apiVersions: ["v1alpha3", "v1"],
            operations: ["CREATE", "UPDATE"],
            resources: ["virtualmachines"],
            scope: "*",
          },
        ],
        sideEffects: "NoneOnDryRun",
        timeoutSeconds: 10,
      },
    ],
  });
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

function webhookServiceDraft(
  name: string,
  component: string,
  port: Omit<ServicePort, "protocol">,
): Draft<Service> {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: kubeVirtNamespace, labels: { "kubevirt.io": component } },
    spec: {
      type: "ClusterIP",
      selector: { "kubevirt.io": component },
      ports: [{ ...port, protocol: "TCP" }],
    },
    status: { loadBalancer: {} },
  };
}
