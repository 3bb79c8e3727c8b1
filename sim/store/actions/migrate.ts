import { nameSuffix } from "../../model/random.ts";
import { keyOf } from "../object.ts";
import { migrationIsFinal, migrationKind, migrationsByInstance } from "../objects/migration.ts";
import { virtualMachineInstanceKind, type VirtualMachineInstance } from "../objects/virtual-machine.ts";
import type { Store } from "../store.ts";
import { conflict, notFound, type Refusal } from "./refusal.ts";
import type { VirtualMachineName } from "./run.ts";

interface MigrateOptions {
  /** Only to nodes with these labels. */
  readonly addedNodeSelector?: Readonly<Record<string, string>>;
}

/** `virtctl migrate`: asks for a live migration, unless the VMI cannot be migrated or is being so already. */
export function migrateInstance(
  store: Store,
  { namespace, name }: VirtualMachineName,
  { addedNodeSelector }: MigrateOptions = {},
): Refusal | undefined {
  const vmi = store.get(virtualMachineInstanceKind, namespace, name);
  if (vmi === undefined) return notFound("virtualmachineinstances.kubevirt.io", name);
  const refusal = migrationRefusal(store, vmi);
  if (refusal !== undefined) return refusal;
  const suffix = nameSuffix(5, store.seed, "migrate", vmi.metadata.uid, store.clock.now());
  store.create(migrationKind, {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachineInstanceMigration",
    metadata: {
      name: `kubevirt-migrate-vm-${suffix}`,
      generateName: "kubevirt-migrate-vm-",
      namespace,
    },
    spec: { vmiName: name, ...(addedNodeSelector === undefined ? {} : { addedNodeSelector }) },
    status: {},
  });
  return undefined;
}

/** Why virt-api's webhook would not admit a migration of this VMI now. */
export function migrationRefusal(store: Store, vmi: VirtualMachineInstance): Refusal | undefined {
  if (vmi.status.phase !== "Running") return conflict("VM is not running");
  const migratable = vmi.status.conditions?.find(({ type }) => type === "LiveMigratable");
  if (migratable?.status === "False") {
    const { reason = "", message = "" } = migratable;
    return conflict(`Cannot migrate VMI, Reason: ${reason}, Message: ${message}`);
  }
  const active = store
    .by(migrationsByInstance, keyOf(vmi.metadata))
    .find((migration) => !migrationIsFinal(migration));
  return active === undefined
    ? undefined
    : conflict(
        `in-flight migration detected. Active migration job (${active.metadata.uid}) is currently already in progress for VMI ${vmi.metadata.name}.`,
      );
}
