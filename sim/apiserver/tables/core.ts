import type { KubeObject } from "../../store/object.ts";
import { entriesAt, fieldAt, listAt, numberAt, property, textAt } from "../field-access.ts";
import { ageColumn, sinceTimestamp } from "./age.ts";
import { column, nameColumn, text, wide, type Column, type TableContext } from "./table.ts";
import { joined } from "./text.ts";

export const namespaceColumns: readonly Column[] = [
  nameColumn,
  text("Status", "The status of the namespace", "status.phase", ""),
  ageColumn,
];

const lastSeen = (event: KubeObject, { clock }: TableContext) => {
  const times = ["series.lastObservedTime", "lastTimestamp", "eventTime"].map((path) => textAt(event, path));
  return sinceTimestamp(
    clock,
    times.find((time) => time !== undefined),
  );
};

export const eventColumns: readonly Column[] = [
  column("Last Seen", "The time at which the most recent occurrence was recorded.", lastSeen),
  text("Type", "Type of this event (Normal, Warning).", "type", ""),
  text("Reason", "Why the transition into the object's current status happened.", "reason", ""),
  column("Object", "The object that this event is about.", (event) => {
    const kind = textAt(event, "involvedObject.kind")?.toLowerCase() ?? "";
    return `${kind}/${textAt(event, "involvedObject.name") ?? ""}`;
  }),
  wide(text("Subobject", "The part of the object that this event is about.", "involvedObject.fieldPath", "")),
  wide(
    column("Source", "The component reporting this event.", (event) => {
      const component = textAt(event, "source.component") ?? textAt(event, "reportingComponent") ?? "";
      const host = textAt(event, "source.host") ?? textAt(event, "reportingInstance") ?? "";
      return [component, host].filter((part) => part !== "").join(", ");
    }),
  ),
  text("Message", "A human-readable description of this event.", "message", ""),
  wide(
    column("First Seen", "The time at which the event was first recorded.", (event, { clock }) => {
      const first = textAt(event, "firstTimestamp") ?? textAt(event, "eventTime");
      return sinceTimestamp(clock, first);
    }),
  ),
  wide(
    column(
      "Count",
      "The number of times this event has occurred.",
      (event) => numberAt(event, "series.count") ?? numberAt(event, "count") ?? 1,
      "integer",
    ),
  ),
  wide(nameColumn),
];

export const serviceAccountColumns: readonly Column[] = [
  nameColumn,
  column(
    "Secrets",
    "Secrets that pods running as it may use.",
    (account) => listAt(account, "secrets").length,
  ),
  ageColumn,
];

const dataCount = (object: KubeObject) =>
  entriesAt(object, "data").length + entriesAt(object, "binaryData").length;

export const configMapColumns: readonly Column[] = [
  nameColumn,
  column("Data", "How many entries the configuration data has.", dataCount),
  ageColumn,
];

export const secretColumns: readonly Column[] = [
  nameColumn,
  text("Type", "Used to facilitate programmatic handling of secret data.", "type", "Opaque"),
  column("Data", "How many entries the secret data has.", dataCount),
  ageColumn,
];

export const leaseColumns: readonly Column[] = [
  nameColumn,
  text("Holder", "The identity of the holder of the current lease.", "spec.holderIdentity", ""),
  ageColumn,
];

const shortAccessModes: Readonly<Record<string, string>> = {
  ReadWriteOnce: "RWO",
  ReadOnlyMany: "ROX",
  ReadWriteMany: "RWX",
  ReadWriteOncePod: "RWOP",
};

function accessModes(path: string): (object: KubeObject) => string {
  return (object) =>
    listAt(object, path)
      .map((mode) => shortAccessModes[String(mode)] ?? String(mode))
      .join(",");
}

function terminatingOr(path: string): (object: KubeObject) => string {
  return (object) =>
    object.metadata.deletionTimestamp === undefined ? (textAt(object, path) ?? "") : "Terminating";
}

const volumeModeColumn = wide(
  text("VolumeMode", "Whether the volume is formatted or stays raw.", "spec.volumeMode", "<unset>"),
);
const attributesClassColumn = text(
  "VolumeAttributesClass",
  "The VolumeAttributesClass of the volume.",
  "spec.volumeAttributesClassName",
  "<unset>",
);

export const persistentVolumeClaimColumns: readonly Column[] = [
  nameColumn,
  column("Status", "The current phase of the claim.", terminatingOr("status.phase")),
  text("Volume", "The PersistentVolume that backs the claim.", "spec.volumeName", ""),
  text("Capacity", "The actual resources of the underlying volume.", "status.capacity.storage", ""),
  column("Access Modes", "The access modes the volume has.", accessModes("status.accessModes")),
  text("StorageClass", "The StorageClass required by the claim.", "spec.storageClassName", ""),
  attributesClassColumn,
  ageColumn,
  volumeModeColumn,
];

export const persistentVolumeColumns: readonly Column[] = [
  nameColumn,
  text("Capacity", "The volume's resources and capacity.", "spec.capacity.storage", ""),
  column("Access Modes", "All ways the volume can be mounted.", accessModes("spec.accessModes")),
  text(
    "Reclaim Policy",
    "What happens to the volume when its claim is gone.",
    "spec.persistentVolumeReclaimPolicy",
    "",
  ),
  column("Status", "Whether a volume is available, bound or released.", terminatingOr("status.phase")),
  column("Claim", "The claim that the volume is bound to.", (volume) => {
    const name = textAt(volume, "spec.claimRef.name");
    return name === undefined ? "" : `${textAt(volume, "spec.claimRef.namespace") ?? ""}/${name}`;
  }),
  text("StorageClass", "StorageClass of the pv", "spec.storageClassName", ""),
  attributesClassColumn,
  text("Reason", "Why the volume is in its state.", "status.reason", ""),
  ageColumn,
  volumeModeColumn,
];

export const storageClassColumns: readonly Column[] = [
  nameColumn,
  text("Provisioner", "The type of the provisioner.", "provisioner", ""),
  text("ReclaimPolicy", "What happens to volumes of this class when released.", "reclaimPolicy", "Delete"),
  text("VolumeBindingMode", "How claims of this class are bound.", "volumeBindingMode", "Immediate"),
  column("AllowVolumeExpansion", "Whether volumes can be expanded.", (object) =>
    fieldAt(object, "allowVolumeExpansion") === true ? "true" : "false",
  ),
  ageColumn,
];

export const priorityClassColumns: readonly Column[] = [
  nameColumn,
  column(
    "Value",
    "The integer value of this priority class.",
    (object) => numberAt(object, "value") ?? 0,
    "integer",
  ),
  column("Global-Default", "Whether it is for pods that name no class.", (object) =>
    fieldAt(object, "globalDefault") === true ? "true" : "false",
  ),
  ageColumn,
  text("PreemptionPolicy", "Whether its pods preempt others.", "preemptionPolicy", "PreemptLowerPriority"),
];

export const resourceQuotaColumns: readonly Column[] = [
  nameColumn,
  column("Request", "What is requested, of what is allowed.", (quota) =>
    used(quota, (key) => !key.startsWith("limits")),
  ),
  column("Limit", "Limits, of what is allowed.", (quota) => used(quota, (key) => key.startsWith("limits"))),
  ageColumn,
];

function used(quota: KubeObject, wanted: (key: string) => boolean): string {
  return entriesAt(quota, "status.hard")
    .filter(([key]) => wanted(key))
    .map(([key, hard]) => `${key}: ${amount(property(fieldAt(quota, "status.used"), key))}/${amount(hard)}`)
    .sort()
    .join(", ");
}

function amount(quantity: unknown): string {
  return typeof quantity === "string" || typeof quantity === "number" ? String(quantity) : "0";
}

/** Kinds that show when they were made instead of how old they are. */
export const createdAtColumns: readonly Column[] = [
  nameColumn,
  column("Created At", "When the object was created.", ({ metadata }) => metadata.creationTimestamp),
];

function subjects(kind: string): (object: KubeObject) => string {
  return (object) =>
    listAt(object, "subjects")
      .filter((subject) => textAt(subject, "kind") === kind)
      .map((subject) => {
        const name = textAt(subject, "name") ?? "";
        return kind === "ServiceAccount" ? `${textAt(subject, "namespace") ?? ""}/${name}` : name;
      })
      .join(", ");
}

export const roleBindingColumns: readonly Column[] = [
  nameColumn,
  column("Role", "The role that is granted.", (binding) =>
    joined([textAt(binding, "roleRef.kind"), textAt(binding, "roleRef.name")], "/"),
  ),
  ageColumn,
  wide(column("Users", "Users in the roleBinding", subjects("User"))),
  wide(column("Groups", "Groups in the roleBinding", subjects("Group"))),
  wide(column("ServiceAccounts", "ServiceAccounts in the roleBinding", subjects("ServiceAccount"))),
];

export const webhookConfigurationColumns: readonly Column[] = [
  nameColumn,
  column("Webhooks", "How many webhooks it has.", (object) => listAt(object, "webhooks").length, "integer"),
  ageColumn,
];

export const apiServiceColumns: readonly Column[] = [
  nameColumn,
  column("Service", "The service that serves this API.", (object) => {
    const name = textAt(object, "spec.service.name");
    return name === undefined ? "Local" : `${textAt(object, "spec.service.namespace") ?? ""}/${name}`;
  }),
  column("Available", "Whether it is available.", (object) => {
    const condition = listAt(object, "status.conditions").find(
      (found) => textAt(found, "type") === "Available",
    );
    return textAt(condition, "status") ?? "Unknown";
  }),
  ageColumn,
];

/** What a kind without columns of its own shows. */
export const defaultColumns: readonly Column[] = [nameColumn, ageColumn];
