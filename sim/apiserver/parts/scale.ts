import type { KubeObject } from "../../store/object.ts";
import { fieldAt, isRecord } from "../field-access.ts";
import { parseJsonPath } from "../json-path.ts";
import type { Resource } from "../resource.ts";
import { badRequest, invalid } from "../status.ts";
import { selectorAt } from "../tables/text.ts";
import type { JsonObject } from "../write/json-object.ts";

/** `/scale` of an object: how many there are to be, how many there are, and which they are. */
export function scaleOf({ scale }: Resource, object: KubeObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const { specReplicasPath = "", statusReplicasPath = "", labelSelectorPath } = scale ?? {};
  const selector =
    labelSelectorPath === undefined
      ? selectorAt(object, "spec.selector")
      : textAtPath(object, labelSelectorPath);
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: numberAtPath(object, specReplicasPath) },
    status: {
      replicas: numberAtPath(object, statusReplicasPath),
      ...(selector === undefined || selector === "<none>" ? {} : { selector }),
    },
  };
}

/** The object scaled as a Scale that a client sent says. Throws ApiError 400 or 422. */
export function scaled({ scale: paths }: Resource, object: KubeObject, scale: JsonObject): JsonObject {
  const name = object.metadata.name;
  if ((scale["kind"] ?? "Scale") !== "Scale")
    throw badRequest("the object sent to /scale must be of kind Scale");
  const replicas = fieldAt(scale, "spec.replicas") ?? 0;
  if (typeof replicas !== "number" || !Number.isInteger(replicas) || replicas < 0) {
    throw invalid({ group: "autoscaling", kind: "Scale" }, name, [
      {
        reason: "FieldValueInvalid",
        field: "spec.replicas",
        message: `Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`,
      },
    ]);
  }
  const resourceVersion = fieldAt(scale, "metadata.resourceVersion");
  const steps = (paths?.specReplicasPath ?? "").split(".").slice(1);
  const next = withValueAt({ ...object }, steps, replicas);
  return typeof resourceVersion === "string" && resourceVersion !== ""
    ? { ...next, metadata: { ...object.metadata, resourceVersion } }
    : next;
}

function numberAtPath(object: KubeObject, path: string): number {
  const found = parseJsonPath(path)?.(object)[0];
  return typeof found === "number" ? found : 0;
}

function textAtPath(object: KubeObject, path: string): string | undefined {
  const found = parseJsonPath(path)?.(object)[0];
  return typeof found === "string" ? found : undefined;
}

function withValueAt(object: JsonObject, [step, ...rest]: readonly string[], value: unknown): JsonObject {
  if (step === undefined) return object;
  if (rest.length === 0) return { ...object, [step]: value };
  const inner = object[step];
  return { ...object, [step]: withValueAt(isRecord(inner) ? inner : {}, rest, value) };
}
