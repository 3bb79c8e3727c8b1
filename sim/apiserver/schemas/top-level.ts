import { kindKey } from "../../store/kinds.ts";
import type { Resource } from "../resource.ts";
import type { JsonObject } from "../write/json-object.ts";

const common = ["apiVersion", "kind", "metadata"];
const usual = [...common, "spec", "status"];

/** The fields of kinds that do not keep everything in spec and status. */
const special: Readonly<Record<string, readonly string[]>> = {
  "configmaps.": ["data", "binaryData", "immutable"],
  "endpoints.": ["subsets"],
  "events.": [
    "involvedObject",
    "reason",
    "message",
    "source",
    "firstTimestamp",
    "lastTimestamp",
    "count",
    "type",
    "eventTime",
    "series",
    "action",
    "related",
    "reportingComponent",
    "reportingInstance",
  ],
  "secrets.": ["data", "stringData", "immutable", "type"],
  "serviceaccounts.": ["secrets", "imagePullSecrets", "automountServiceAccountToken"],
  "mutatingwebhookconfigurations.admissionregistration.k8s.io": ["webhooks"],
  "validatingwebhookconfigurations.admissionregistration.k8s.io": ["webhooks"],
  "controllerrevisions.apps": ["data", "revision"],
  "endpointslices.discovery.k8s.io": ["addressType", "endpoints", "ports"],
  "clusterroles.rbac.authorization.k8s.io": ["rules", "aggregationRule"],
  "clusterrolebindings.rbac.authorization.k8s.io": ["subjects", "roleRef"],
  "roles.rbac.authorization.k8s.io": ["rules"],
  "rolebindings.rbac.authorization.k8s.io": ["subjects", "roleRef"],
  "priorityclasses.scheduling.k8s.io": ["value", "globalDefault", "description", "preemptionPolicy"],
  "storageclasses.storage.k8s.io": [
    "provisioner",
    "parameters",
    "reclaimPolicy",
    "mountOptions",
    "allowVolumeExpansion",
    "volumeBindingMode",
    "allowedTopologies",
  ],
};

/** The top-level fields of an object that its kind does not have. Users' own kinds may have any. */
export function unknownFields({ kind, userDefined }: Resource, object: JsonObject): string[] {
  if (userDefined) return [];
  const own = special[kindKey(kind.group, kind.plural)];
  const known = own === undefined ? usual : [...common, ...own];
  return Object.keys(object).filter((field) => !known.includes(field));
}
