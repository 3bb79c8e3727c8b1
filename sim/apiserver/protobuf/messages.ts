import * as cluster from "./cluster.ts";
import { message, type Message } from "./message.ts";
import { deleteOptions, objectMeta } from "./meta.ts";
import * as pods from "./pods.ts";
import * as reviews from "./reviews.ts";

/**
 * The kinds that kubectl sends as protobuf, with the field numbers of Kubernetes' generated.proto files:
 * `create namespace|configmap|secret|serviceaccount|role|deployment|service …`, `delete`, `drain`, `auth`,
 * `certificate approve`.
 */

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
  "v1 Pod": pods.pod,
  "v1 ResourceQuota": cluster.resourceQuota,
  "v1 Secret": message("Secret", {
    1: ["metadata", objectMeta],
    2: ["data", "bytesMap"],
    3: ["type", "string"],
    4: ["stringData", "textMap"],
    5: ["immutable", "bool"],
  }),
  "v1 Service": cluster.service,
  "v1 ServiceAccount": message("ServiceAccount", {
    1: ["metadata", objectMeta],
    3: ["imagePullSecrets", withNames, "repeated"],
    4: ["automountServiceAccountToken", "bool"],
  }),
  "apps/v1 Deployment": pods.deployment,
  "batch/v1 CronJob": pods.cronJob,
  "batch/v1 Job": pods.job,
  "certificates.k8s.io/v1 CertificateSigningRequest": cluster.certificateSigningRequest,
  "networking.k8s.io/v1 Ingress": cluster.ingress,
  "policy/v1 Eviction": message("Eviction", {
    1: ["metadata", objectMeta],
    2: ["deleteOptions", deleteOptions],
  }),
  "policy/v1 PodDisruptionBudget": cluster.podDisruptionBudget,
  "rbac.authorization.k8s.io/v1 ClusterRole": cluster.role,
  "rbac.authorization.k8s.io/v1 ClusterRoleBinding": cluster.roleBinding,
  "rbac.authorization.k8s.io/v1 Role": cluster.role,
  "rbac.authorization.k8s.io/v1 RoleBinding": cluster.roleBinding,
  "scheduling.k8s.io/v1 PriorityClass": cluster.priorityClass,
  "authentication.k8s.io/v1 SelfSubjectReview": withMetadataOnly("SelfSubjectReview"),
  "authentication.k8s.io/v1 TokenRequest": reviews.tokenRequest,
  "authentication.k8s.io/v1 TokenReview": reviews.tokenReview,
  "authorization.k8s.io/v1 LocalSubjectAccessReview": reviews.accessReview,
  "authorization.k8s.io/v1 SelfSubjectAccessReview": reviews.selfAccessReview,
  "authorization.k8s.io/v1 SelfSubjectRulesReview": reviews.selfRulesReview,
  "authorization.k8s.io/v1 SubjectAccessReview": reviews.accessReview,
};

export function messageOf(apiVersion: string, kind: string): Message | undefined {
  // DeleteOptions come under the group of what is deleted as well.
  if (kind === "DeleteOptions") return deleteOptions;
  return messages[`${apiVersion} ${kind}`];
}
