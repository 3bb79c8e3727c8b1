import { kindKey, type Kind } from "../../store/kinds.ts";
import type { KubeObject } from "../../store/object.ts";
import { textAt } from "../field-access.ts";

/** What a field selector may look at, as a dotted path into the object; a missing value counts as "". */
type FieldPaths = readonly string[];

const involvedObject = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"].map(
  (field) => `involvedObject.${field}`,
);

const pathsByKind: Readonly<Record<string, FieldPaths>> = {
  "pods.": [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "spec.hostNetwork",
    "status.phase",
    "status.podIP",
    "status.nominatedNodeName",
  ],
  "nodes.": ["spec.unschedulable"],
  "namespaces.": ["status.phase"],
  "secrets.": ["type"],
  "services.": ["spec.clusterIP", "spec.type"],
  "events.": [...involvedObject, "reason", "type", "reportingComponent", "source"],
  "replicasets.apps": ["status.replicas"],
  "jobs.batch": ["status.successful"],
  "certificatesigningrequests.certificates.k8s.io": ["spec.signerName"],
};

/** What is printed for a flag that is absent: false, as the API server's conversion does. */
const flags: ReadonlySet<string> = new Set(["spec.unschedulable", "spec.hostNetwork"]);

/** How to read a field of a kind's objects; undefined for a field that cannot be selected by. */
export function fieldReader(kind: Kind, field: string): ((object: KubeObject) => string) | undefined {
  if (field === "metadata.name") return ({ metadata }) => metadata.name;
  if (field === "metadata.namespace") return ({ metadata }) => metadata.namespace ?? "";
  if (!(pathsByKind[kindKey(kind.group, kind.plural)] ?? []).includes(field)) return undefined;
  const path = field === "source" ? "source.component" : field;
  const absent = flags.has(field) ? "false" : "";
  return (object) => textAt(object, path) ?? absent;
}
