import { kindNamed } from "../kinds.ts";
import { controlledBy, type Draft, type KubeObject } from "../object.ts";
import { parseQuantity } from "../quantity.ts";
import type { Store } from "../store.ts";
import type { VirtualMachine } from "./virtual-machine.ts";

export interface PersistentVolumeClaim extends KubeObject {
  readonly spec: {
    readonly accessModes: readonly string[];
    readonly resources: { readonly requests: { readonly storage: string } };
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly volumeName?: string;
  };
  readonly status: {
    readonly phase: string;
    readonly accessModes?: readonly string[];
    readonly capacity?: { readonly storage: string };
  };
}

export interface PersistentVolume extends KubeObject {
  readonly spec: {
    readonly accessModes: readonly string[];
    readonly capacity: { readonly storage: string };
    readonly claimRef: object;
    readonly persistentVolumeReclaimPolicy: string;
    readonly storageClassName: string;
    readonly volumeMode: string;
    readonly [field: string]: unknown;
  };
  readonly status: { readonly phase: string };
}

export const volumeKind = kindNamed<PersistentVolume>("persistentvolumes");
export const claimKind = kindNamed<PersistentVolumeClaim>("persistentvolumeclaims");

export interface DataVolumeTemplate {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly storage?: ClaimRequest;
    readonly pvc?: ClaimRequest;
    readonly [field: string]: unknown;
  };
}

interface ClaimRequest {
  readonly resources?: { readonly requests?: { readonly storage?: string } };
  readonly accessModes?: readonly string[];
}

/** The claim that CDI makes for a DataVolume template, in storage that several nodes can write to at once. */
export function claimDraft(vm: VirtualMachine, template: DataVolumeTemplate): Draft<PersistentVolumeClaim> {
  const request = template.spec.storage ?? template.spec.pvc;
  const storage = request?.resources?.requests?.storage ?? "10Gi";
  const accessModes = request?.accessModes ?? ["ReadWriteMany"];
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name: template.metadata.name,
      namespace: vm.metadata.namespace ?? "",
      labels: { app: "containerized-data-importer", "app.kubernetes.io/component": "storage" },
      ownerReferences: [controlledBy(vm)],
    },
    spec: {
      accessModes,
      resources: { requests: { storage } },
      storageClassName: "standard",
      volumeMode: "Block",
    },
    status: { phase: "Pending" },
  };
}

export function claimBytes(store: Store, namespace: string): (name: string) => number | undefined {
  return (name) => parseQuantity(store.get(claimKind, namespace, name)?.spec.resources.requests.storage);
}
