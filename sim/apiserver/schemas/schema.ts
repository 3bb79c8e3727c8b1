import { z } from "zod";
import { kindKey, type Kind } from "../../store/kinds.ts";
import * as cluster from "./cluster.ts";
import { conditions } from "./common.ts";
import { definition } from "./definitions.ts";
import * as kubevirt from "./kubevirt.ts";
import * as pods from "./pods.ts";
import * as rbac from "./rbac.ts";
import * as workloads from "./workloads.ts";

/** What objects of every kind must look like: whoever looks at conditions finds conditions. */
const everyKind = z.looseObject({
  status: z.looseObject({ conditions: conditions.optional() }).optional(),
});

/** What objects of the kinds must look like beside their metadata, by `plural.group`. */
const schemas: Readonly<Record<string, z.ZodObject>> = {
  "configmaps.": cluster.configMap,
  "endpoints.": cluster.endpoints,
  "events.": cluster.event,
  "namespaces.": cluster.namespace,
  "nodes.": cluster.node,
  "persistentvolumeclaims.": cluster.persistentVolumeClaim,
  "persistentvolumes.": cluster.persistentVolume,
  "pods.": pods.pod,
  "secrets.": cluster.secret,
  "serviceaccounts.": cluster.serviceAccount,
  "services.": cluster.service,
  "customresourcedefinitions.apiextensions.k8s.io": definition,
  "daemonsets.apps": workloads.daemonSet,
  "deployments.apps": workloads.deployment,
  "replicasets.apps": workloads.replicaSet,
  "statefulsets.apps": workloads.statefulSet,
  "certificatesigningrequests.certificates.k8s.io": cluster.certificateSigningRequest,
  "leases.coordination.k8s.io": cluster.lease,
  "endpointslices.discovery.k8s.io": cluster.endpointSlice,
  "poddisruptionbudgets.policy": workloads.podDisruptionBudget,
  "clusterroles.rbac.authorization.k8s.io": rbac.role,
  "clusterrolebindings.rbac.authorization.k8s.io": rbac.roleBinding,
  "roles.rbac.authorization.k8s.io": rbac.role,
  "rolebindings.rbac.authorization.k8s.io": rbac.roleBinding,
  "kubevirts.kubevirt.io": kubevirt.kubeVirt,
  "virtualmachines.kubevirt.io": kubevirt.virtualMachine,
  "virtualmachineinstances.kubevirt.io": kubevirt.virtualMachineInstance,
  "virtualmachineinstancemigrations.kubevirt.io": kubevirt.migration,
  "virtualmachineinstancereplicasets.kubevirt.io": kubevirt.instanceReplicaSet,
};

/** Undefined for a kind of which nothing more is known. */
export function schemaOf({ group, plural }: Kind): z.ZodObject | undefined {
  return schemas[kindKey(group, plural)];
}

/** What an object of the kind is checked against, one after the other. */
export function checkedSchemas(kind: Kind): readonly z.ZodObject[] {
  const own = schemaOf(kind);
  return own === undefined ? [everyKind] : [own, everyKind];
}
