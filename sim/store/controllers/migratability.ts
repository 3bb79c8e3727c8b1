import { claimKind } from "../objects/claim.ts";
import type { Condition } from "../objects/conditions.ts";
import { claimOf, type VirtualMachineInstance } from "../objects/virtual-machine.ts";
import type { Store } from "../store.ts";

/** Volumes that every launcher makes for itself: their content is copied with the guest. */
const localVolumes = [
  "cloudInitNoCloud",
  "cloudInitConfigDrive",
  "emptyDisk",
  "configMap",
  "secret",
  "serviceAccount",
];
const bridgeAnnotation = "kubevirt.io/allow-pod-bridge-network-live-migration";

/** Whether, and how, a VMI can be migrated live, as virt-handler decides it. */
interface Migratability {
  readonly method: "LiveMigration" | "BlockMigration";
  readonly conditions: readonly Condition[];
}

export function migratabilityOf(store: Store, vmi: VirtualMachineInstance): Migratability {
  const storage = storageObstacle(store, vmi);
  const obstacle = storage ?? networkObstacle(vmi);
  const copies = (vmi.spec.volumes ?? []).some((volume) => localVolumes.some((kind) => kind in volume));
  return {
    method: copies || storage !== undefined ? "BlockMigration" : "LiveMigration",
    conditions: [condition("LiveMigratable", obstacle), condition("StorageLiveMigratable", undefined)],
  };
}

interface Obstacle {
  readonly reason: string;
  readonly message: string;
}

function condition(type: string, obstacle: Obstacle | undefined): Condition {
  return {
    type,
    status: obstacle === undefined ? "True" : "False",
    lastProbeTime: null,
    lastTransitionTime: null,
    ...obstacle,
  };
}

function storageObstacle(store: Store, { metadata, spec }: VirtualMachineInstance): Obstacle | undefined {
  for (const volume of spec.volumes ?? []) {
    const claim = claimOf(volume);
    if (claim === undefined) continue;
    const modes = store.get(claimKind, metadata.namespace, claim)?.spec.accessModes ?? [];
    if (modes.includes("ReadWriteMany")) continue;
    return {
      reason: "DisksNotLiveMigratable",
      message: `cannot migrate VMI: PVC ${claim} is not shared, live migration requires that all PVCs must be shared (using ReadWriteMany access mode)`,
    };
  }
  return undefined;
}

function networkObstacle({ metadata, spec }: VirtualMachineInstance): Obstacle | undefined {
  const podNetwork = spec.networks?.find((network) => "pod" in network)?.name;
  const device = spec.domain.devices.interfaces?.find(({ name }) => name === podNetwork);
  if (device === undefined || !("bridge" in device)) return undefined;
  if (metadata.annotations?.[bridgeAnnotation] !== undefined) return undefined;
  return {
    reason: "InterfaceNotLiveMigratable",
    message: `cannot migrate VMI which does not use masquerade, bridge with ${bridgeAnnotation} VM annotation or a migratable plugin to connect to the pod network`,
  };
}
