import { kindKey, type Kind } from "../../store/kinds.ts";
import { signingRequestColumns } from "./certificates.ts";
import {
  apiServiceColumns,
  configMapColumns,
  createdAtColumns,
  defaultColumns,
  eventColumns,
  leaseColumns,
  namespaceColumns,
  persistentVolumeClaimColumns,
  persistentVolumeColumns,
  priorityClassColumns,
  resourceQuotaColumns,
  roleBindingColumns,
  secretColumns,
  serviceAccountColumns,
  storageClassColumns,
  webhookConfigurationColumns,
} from "./core.ts";
import {
  endpointsColumns,
  endpointSliceColumns,
  ingressColumns,
  networkPolicyColumns,
  serviceColumns,
} from "./network.ts";
import { nodeColumns } from "./nodes.ts";
import { podColumns } from "./pods.ts";
import type { Column } from "./table.ts";
import {
  controllerRevisionColumns,
  cronJobColumns,
  daemonSetColumns,
  deploymentColumns,
  jobColumns,
  podDisruptionBudgetColumns,
  replicaSetColumns,
  replicationControllerColumns,
  statefulSetColumns,
} from "./workloads.ts";

/** Columns by `plural.group`, as `kubectl get` shows them against a real API server. */
const columnsByKind: Readonly<Record<string, readonly Column[]>> = {
  "configmaps.": configMapColumns,
  "endpoints.": endpointsColumns,
  "events.": eventColumns,
  "limitranges.": createdAtColumns,
  "namespaces.": namespaceColumns,
  "nodes.": nodeColumns,
  "persistentvolumeclaims.": persistentVolumeClaimColumns,
  "persistentvolumes.": persistentVolumeColumns,
  "pods.": podColumns,
  "replicationcontrollers.": replicationControllerColumns,
  "resourcequotas.": resourceQuotaColumns,
  "secrets.": secretColumns,
  "serviceaccounts.": serviceAccountColumns,
  "services.": serviceColumns,
  "mutatingwebhookconfigurations.admissionregistration.k8s.io": webhookConfigurationColumns,
  "validatingwebhookconfigurations.admissionregistration.k8s.io": webhookConfigurationColumns,
  "customresourcedefinitions.apiextensions.k8s.io": createdAtColumns,
  "apiservices.apiregistration.k8s.io": apiServiceColumns,
  "controllerrevisions.apps": controllerRevisionColumns,
  "daemonsets.apps": daemonSetColumns,
  "deployments.apps": deploymentColumns,
  "replicasets.apps": replicaSetColumns,
  "statefulsets.apps": statefulSetColumns,
  "cronjobs.batch": cronJobColumns,
  "jobs.batch": jobColumns,
  "certificatesigningrequests.certificates.k8s.io": signingRequestColumns,
  "leases.coordination.k8s.io": leaseColumns,
  "endpointslices.discovery.k8s.io": endpointSliceColumns,
  "ingresses.networking.k8s.io": ingressColumns,
  "networkpolicies.networking.k8s.io": networkPolicyColumns,
  "poddisruptionbudgets.policy": podDisruptionBudgetColumns,
  "clusterroles.rbac.authorization.k8s.io": createdAtColumns,
  "roles.rbac.authorization.k8s.io": createdAtColumns,
  "clusterrolebindings.rbac.authorization.k8s.io": roleBindingColumns,
  "rolebindings.rbac.authorization.k8s.io": roleBindingColumns,
  "priorityclasses.scheduling.k8s.io": priorityClassColumns,
  "storageclasses.storage.k8s.io": storageClassColumns,
};

export function builtInColumns(kind: Kind): readonly Column[] {
  return columnsByKind[kindKey(kind.group, kind.plural)] ?? defaultColumns;
}
