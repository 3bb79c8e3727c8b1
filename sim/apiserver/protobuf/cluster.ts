import { message } from "./message.ts";
import { labelSelector, objectMeta } from "./meta.ts";

/** What is neither a pod nor a review: Services, Ingresses, roles, quotas, budgets, certificates. */

export const service = message("Service", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("ServiceSpec", {
      1: [
        "ports",
        message("ServicePort", {
          1: ["name", "string"],
          2: ["protocol", "string"],
          3: ["port", "int"],
          4: ["targetPort", "intOrString"],
          5: ["nodePort", "int"],
        }),
        "repeated",
      ],
      2: ["selector", "textMap"],
      3: ["clusterIP", "string"],
      4: ["type", "string"],
      10: ["externalName", "string"],
    }),
  ],
});

const rule = message("PolicyRule", {
  1: ["verbs", "string", "repeated"],
  2: ["apiGroups", "string", "repeated"],
  3: ["resources", "string", "repeated"],
  4: ["resourceNames", "string", "repeated"],
  5: ["nonResourceURLs", "string", "repeated"],
});
export const role = message("Role", { 1: ["metadata", objectMeta], 2: ["rules", rule, "repeated"] });

export const roleBinding = message("RoleBinding", {
  1: ["metadata", objectMeta],
  2: [
    "subjects",
    message("Subject", {
      1: ["kind", "string"],
      2: ["apiGroup", "string"],
      3: ["name", "string"],
      4: ["namespace", "string"],
    }),
    "repeated",
  ],
  3: [
    "roleRef",
    message("RoleRef", { 1: ["apiGroup", "string"], 2: ["kind", "string"], 3: ["name", "string"] }),
  ],
});

const ingressBackend = message("IngressBackend", {
  4: [
    "service",
    message("IngressServiceBackend", {
      1: ["name", "string"],
      2: ["port", message("ServiceBackendPort", { 1: ["name", "string"], 2: ["number", "int"] })],
    }),
  ],
});

const ingressPath = message("HTTPIngressPath", {
  1: ["path", "string"],
  2: ["backend", ingressBackend],
  3: ["pathType", "string"],
});

const ingressRule = message("IngressRule", {
  1: ["host", "string"],
  2: [
    "",
    message("IngressRuleValue", {
      1: ["http", message("HTTPIngressRuleValue", { 1: ["paths", ingressPath, "repeated"] })],
    }),
  ],
});

export const ingress = message("Ingress", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("IngressSpec", {
      1: ["defaultBackend", ingressBackend],
      2: [
        "tls",
        message("IngressTLS", { 1: ["hosts", "string", "repeated"], 2: ["secretName", "string"] }),
        "repeated",
      ],
      3: ["rules", ingressRule, "repeated"],
      4: ["ingressClassName", "string"],
    }),
  ],
});

export const resourceQuota = message("ResourceQuota", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("ResourceQuotaSpec", { 1: ["hard", "quantityMap"], 2: ["scopes", "string", "repeated"] }),
  ],
});

export const podDisruptionBudget = message("PodDisruptionBudget", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("PodDisruptionBudgetSpec", {
      1: ["minAvailable", "intOrString"],
      2: ["selector", labelSelector],
      3: ["maxUnavailable", "intOrString"],
      4: ["unhealthyPodEvictionPolicy", "string"],
    }),
  ],
});

export const priorityClass = message("PriorityClass", {
  1: ["metadata", objectMeta],
  2: ["value", "int"],
  3: ["globalDefault", "bool"],
  4: ["description", "string"],
  5: ["preemptionPolicy", "string"],
});

const certificateCondition = message("CertificateSigningRequestCondition", {
  1: ["type", "string"],
  2: ["reason", "string"],
  3: ["message", "string"],
  4: ["lastUpdateTime", "time"],
  5: ["lastTransitionTime", "time"],
  6: ["status", "string"],
});

export const certificateSigningRequest = message("CertificateSigningRequest", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("CertificateSigningRequestSpec", {
      1: ["request", "bytes"],
      2: ["username", "string"],
      3: ["uid", "string"],
      4: ["groups", "string", "repeated"],
      5: ["usages", "string", "repeated"],
      7: ["signerName", "string"],
      8: ["expirationSeconds", "int"],
    }),
  ],
  3: [
    "status",
    message("CertificateSigningRequestStatus", {
      1: ["conditions", certificateCondition, "repeated"],
      2: ["certificate", "bytes"],
    }),
  ],
});
