import { kindKey, type Kind } from "../../store/kinds.ts";
import { isRecord } from "../field-access.ts";
import type { JsonObject } from "./json-object.ts";

/** The least that controllers rely on in objects of a kind, whoever wrote them and whatever was left out. */
const shapes: Readonly<Record<string, JsonObject>> = {
  "nodes.": {
    spec: {},
    status: { addresses: [], capacity: {}, allocatable: {}, conditions: [], nodeInfo: {} },
  },
  "persistentvolumeclaims.": { status: { phase: "Pending" } },
  "pods.": { status: { phase: "Pending", conditions: [], qosClass: "BestEffort" } },
  "services.": { status: { loadBalancer: {} } },
  "daemonsets.apps": { status: {} },
  "deployments.apps": { status: {} },
  "replicasets.apps": { status: { replicas: 0 } },
  "endpointslices.discovery.k8s.io": { endpoints: [], ports: [] },
  "poddisruptionbudgets.policy": { spec: {}, status: { disruptionsAllowed: 0 } },
  "kubevirts.kubevirt.io": { spec: {}, status: {} },
  "virtualmachineinstances.kubevirt.io": { status: {} },
  "virtualmachineinstancemigrations.kubevirt.io": { status: {} },
};

/** The object with what is missing of that. */
export function completed({ group, plural }: Kind, object: JsonObject): JsonObject {
  const shape = shapes[kindKey(group, plural)];
  if (shape === undefined) return object;
  const parts = Object.entries(shape).map(([field, least]): [string, unknown] => [
    field,
    withLeast(object[field], least),
  ]);
  return { ...object, ...Object.fromEntries(parts) };
}

function withLeast(value: unknown, least: unknown): unknown {
  return isRecord(value) && isRecord(least) ? { ...least, ...value } : (value ?? least);
}
