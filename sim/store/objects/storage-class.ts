import { kindNamed } from "../kinds.ts";
import type { Draft, KubeObject } from "../object.ts";
import type { Store } from "../store.ts";

export interface StorageClass extends KubeObject {
  readonly provisioner: string;
  readonly reclaimPolicy: string;
  readonly volumeBindingMode: string;
  readonly allowVolumeExpansion: boolean;
  readonly parameters?: Readonly<Record<string, string>>;
}

export const storageClassKind = kindNamed<StorageClass>("storageclasses", "storage.k8s.io");

const defaultAnnotation = "storageclass.kubernetes.io/is-default-class";

/** Block storage that several nodes can write to at once, as live migration needs it. */
export const standardStorageClass: Draft<StorageClass> = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "standard", annotations: { [defaultAnnotation]: "true" } },
  provisioner: "rbd.csi.ceph.com",
  parameters: { clusterID: "rook-ceph", pool: "replicapool", imageFeatures: "layering" },
  reclaimPolicy: "Delete",
  volumeBindingMode: "Immediate",
  allowVolumeExpansion: true,
};

export function defaultStorageClassOf(store: Store): StorageClass | undefined {
  return store
    .list(storageClassKind)
    .find(({ metadata }) => metadata.annotations?.[defaultAnnotation] === "true");
}
