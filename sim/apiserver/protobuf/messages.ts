import { message, type Message } from "./message.ts";

/**
 * The kinds that kubectl sends as protobuf, with the field numbers of Kubernetes' generated.proto files:
 * `create namespace|configmap|secret|serviceaccount|role|deployment|service …`, `delete`, `drain`, `auth`.
 */

const ownerReference = message("OwnerReference", {
  1: ["kind", "string"],
  3: ["name", "string"],
  4: ["uid", "string"],
  5: ["apiVersion", "string"],
  6: ["controller", "bool"],
  7: ["blockOwnerDeletion", "bool"],
});

const objectMeta = message("ObjectMeta", {
  1: ["name", "string"],
  2: ["generateName", "string"],
  3: ["namespace", "string"],
  4: ["selfLink", "string"],
  5: ["uid", "string"],
  6: ["resourceVersion", "string"],
  7: ["generation", "int"],
  8: ["creationTimestamp", "time"],
  9: ["deletionTimestamp", "time"],
  10: ["deletionGracePeriodSeconds", "int"],
  11: ["labels", "textMap"],
  12: ["annotations", "textMap"],
  13: ["ownerReferences", ownerReference, "repeated"],
  14: ["finalizers", "string", "repeated"],
});

const deleteOptions = message("DeleteOptions", {
  1: ["gracePeriodSeconds", "int"],
  2: ["preconditions", message("Preconditions", { 1: ["uid", "string"], 2: ["resourceVersion", "string"] })],
  3: ["orphanDependents", "bool"],
  4: ["propagationPolicy", "string"],
  5: ["dryRun", "string", "repeated"],
});

const labelSelector = message("LabelSelector", {
  1: ["matchLabels", "textMap"],
  2: [
    "matchExpressions",
    message("LabelSelectorRequirement", {
      1: ["key", "string"],
      2: ["operator", "string"],
      3: ["values", "string", "repeated"],
    }),
    "repeated",
  ],
});

const container = message("Container", {
  1: ["name", "string"],
  2: ["image", "string"],
  3: ["command", "string", "repeated"],
  4: ["args", "string", "repeated"],
  5: ["workingDir", "string"],
  6: [
    "ports",
    message("ContainerPort", {
      1: ["name", "string"],
      2: ["hostPort", "int"],
      3: ["containerPort", "int"],
      4: ["protocol", "string"],
      5: ["hostIP", "string"],
    }),
    "repeated",
  ],
  7: ["env", message("EnvVar", { 1: ["name", "string"], 2: ["value", "string"] }), "repeated"],
  14: ["imagePullPolicy", "string"],
});

const podTemplate = message("PodTemplateSpec", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("PodSpec", {
      2: ["containers", container, "repeated"],
      3: ["restartPolicy", "string"],
      4: ["terminationGracePeriodSeconds", "int"],
      6: ["dnsPolicy", "string"],
      7: ["nodeSelector", "textMap"],
      8: ["serviceAccountName", "string"],
      9: ["serviceAccount", "string"],
      10: ["nodeName", "string"],
    }),
  ],
});

const deployment = message("Deployment", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("DeploymentSpec", {
      1: ["replicas", "int"],
      2: ["selector", labelSelector],
      3: ["template", podTemplate],
    }),
  ],
});

const service = message("Service", {
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
const role = message("Role", { 1: ["metadata", objectMeta], 2: ["rules", rule, "repeated"] });

const roleBinding = message("RoleBinding", {
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

const resourceAttributes = message("ResourceAttributes", {
  1: ["namespace", "string"],
  2: ["verb", "string"],
  3: ["group", "string"],
  4: ["version", "string"],
  5: ["resource", "string"],
  6: ["subresource", "string"],
  7: ["name", "string"],
});
const nonResourceAttributes = message("NonResourceAttributes", {
  1: ["path", "string"],
  2: ["verb", "string"],
});

const accessReview = message("SubjectAccessReview", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("SubjectAccessReviewSpec", {
      1: ["resourceAttributes", resourceAttributes],
      2: ["nonResourceAttributes", nonResourceAttributes],
      3: ["user", "string"],
      4: ["groups", "string", "repeated"],
      6: ["uid", "string"],
    }),
  ],
});

const selfAccessReview = message("SelfSubjectAccessReview", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("SelfSubjectAccessReviewSpec", {
      1: ["resourceAttributes", resourceAttributes],
      2: ["nonResourceAttributes", nonResourceAttributes],
    }),
  ],
});

const withMetadataOnly = (name: string) => message(name, { 1: ["metadata", objectMeta] });
const withNames = message("LocalObjectReference", { 1: ["name", "string"] });

const messages: Readonly<Record<string, Message>> = {
  "v1 ConfigMap": message("ConfigMap", {
    1: ["metadata", objectMeta],
    2: ["data", "textMap"],
    3: ["binaryData", "bytesMap"],
    4: ["immutable", "bool"],
  }),
  "v1 Namespace": withMetadataOnly("Namespace"),
  "v1 Secret": message("Secret", {
    1: ["metadata", objectMeta],
    2: ["data", "bytesMap"],
    3: ["type", "string"],
    4: ["stringData", "textMap"],
    5: ["immutable", "bool"],
  }),
  "v1 Service": service,
  "v1 ServiceAccount": message("ServiceAccount", {
    1: ["metadata", objectMeta],
    3: ["imagePullSecrets", withNames, "repeated"],
    4: ["automountServiceAccountToken", "bool"],
  }),
  "apps/v1 Deployment": deployment,
  "policy/v1 Eviction": message("Eviction", {
    1: ["metadata", objectMeta],
    2: ["deleteOptions", deleteOptions],
  }),
  "rbac.authorization.k8s.io/v1 ClusterRole": role,
  "rbac.authorization.k8s.io/v1 ClusterRoleBinding": roleBinding,
  "rbac.authorization.k8s.io/v1 Role": role,
  "rbac.authorization.k8s.io/v1 RoleBinding": roleBinding,
  "authentication.k8s.io/v1 SelfSubjectReview": withMetadataOnly("SelfSubjectReview"),
  "authentication.k8s.io/v1 TokenRequest": message("TokenRequest", {
    1: ["metadata", objectMeta],
    2: [
      "spec",
      message("TokenRequestSpec", {
        1: ["audiences", "string", "repeated"],
        4: ["expirationSeconds", "int"],
      }),
    ],
  }),
  "authentication.k8s.io/v1 TokenReview": message("TokenReview", {
    1: ["metadata", objectMeta],
    2: [
      "spec",
      message("TokenReviewSpec", { 1: ["token", "string"], 2: ["audiences", "string", "repeated"] }),
    ],
  }),
  "authorization.k8s.io/v1 LocalSubjectAccessReview": accessReview,
  "authorization.k8s.io/v1 SelfSubjectAccessReview": selfAccessReview,
  "authorization.k8s.io/v1 SelfSubjectRulesReview": message("SelfSubjectRulesReview", {
    1: ["metadata", objectMeta],
    2: ["spec", message("SelfSubjectRulesReviewSpec", { 1: ["namespace", "string"] })],
  }),
  "authorization.k8s.io/v1 SubjectAccessReview": accessReview,
};

export function messageOf(apiVersion: string, kind: string): Message | undefined {
  // DeleteOptions come under the group of what is deleted as well.
  if (kind === "DeleteOptions") return deleteOptions;
  return messages[`${apiVersion} ${kind}`];
}
