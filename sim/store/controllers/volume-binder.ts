import { claimKind, volumeKind, type PersistentVolumeClaim } from "../objects/claim.ts";
import { storageClassKind } from "../objects/storage-class.ts";
import { after, keyedDelay, type ControllerContext } from "./context.ts";

/** What a storage driver takes to make a volume, in seconds. */
const provisionDelay = { low: 0.2, high: 0.9 };

/** Makes a volume for every claim of a class that exists, binds the two, and takes the volume away with its claim. */
export function startVolumeBinder(context: ControllerContext): void {
  const { store } = context;
  store.watch(claimKind, ({ type, object }) => {
    const { uid, namespace, name } = object.metadata;
    if (type === "ADDED" && object.spec.volumeName === undefined)
      after(context, keyedDelay(context, provisionDelay, "provision", uid), () => {
        const claim = store.get(claimKind, namespace, name);
        if (claim?.metadata.uid === uid) bind(context, claim);
      });
    const { volumeName } = object.spec;
    if (type !== "DELETED" || volumeName === undefined) return;
    if (store.get(volumeKind, undefined, volumeName) !== undefined)
      store.delete(volumeKind, undefined, volumeName);
  });
}

function bind({ store }: ControllerContext, claim: PersistentVolumeClaim): void {
  const { uid, namespace = "", name } = claim.metadata;
  const { accessModes, resources, storageClassName = "", volumeMode = "Filesystem" } = claim.spec;
  const storageClass = store.get(storageClassKind, undefined, storageClassName);
  if (storageClass === undefined) return;
  const volumeName = `pvc-${uid}`;
  const capacity = { storage: resources.requests.storage };
  store.create(volumeKind, {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: {
      name: volumeName,
      annotations: { "pv.kubernetes.io/provisioned-by": storageClass.provisioner },
    },
    spec: {
      accessModes,
      capacity,
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid },
      csi: { driver: storageClass.provisioner, volumeHandle: volumeName },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy,
      storageClassName,
      volumeMode,
    },
    status: { phase: "Bound" },
  });
  store.update(claimKind, {
    ...claim,
    spec: { ...claim.spec, volumeName },
    status: { phase: "Bound", accessModes, capacity },
  });
}
