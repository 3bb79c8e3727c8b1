import { kindNamed } from "../kinds.ts";
import type { KubeObject } from "../object.ts";
import type { Index } from "../object-index.ts";
import type { Condition } from "./conditions.ts";
import type { MigrationState, PhaseTransition } from "./virtual-machine.ts";

export type MigrationPhase =
  | "Pending"
  | "Scheduling"
  | "Scheduled"
  | "PreparingTarget"
  | "TargetReady"
  | "Running"
  | "Succeeded"
  | "Failed";

/** A wish to move a VMI to another node, and how far it has come. */
export interface InstanceMigration extends KubeObject {
  readonly spec: {
    readonly vmiName: string;
    readonly addedNodeSelector?: Readonly<Record<string, string>>;
  };
  readonly status: {
    readonly phase?: MigrationPhase;
    readonly conditions?: readonly Condition[];
    readonly migrationState?: MigrationState;
    readonly phaseTransitionTimestamps?: readonly PhaseTransition[];
  };
}

export const migrationKind = kindNamed<InstanceMigration>("virtualmachineinstancemigrations", "kubevirt.io");

/** The label by which the migrations of a VMI are selected. */
export const instanceNameLabel = "kubevirt.io/vmi-name";
export const migrationFinalizer = "kubevirt.io/migrationJobFinalize";
/** Set on migrations that empty a node, with the node's name: a failed one is tried again, ever later. */
export const evacuationAnnotation = "kubevirt.io/evacuationMigration";
export const workloadUpdateAnnotation = "kubevirt.io/workloadUpdateMigration";

export function migrationIsFinal({ status }: InstanceMigration): boolean {
  return status.phase === "Succeeded" || status.phase === "Failed";
}

/** All migrations of each VMI, by its `namespace/name`. */
export const migrationsByInstance: Index<InstanceMigration> = {
  kind: migrationKind,
  keysOf: ({ metadata: { namespace = "" }, spec }) => [`${namespace}/${spec.vmiName}`],
};

/** The migrations that are not over, under one key: there are never many. */
export const activeMigrations: Index<InstanceMigration> & { readonly key: "active" } = {
  kind: migrationKind,
  key: "active",
  keysOf: (migration) => (migrationIsFinal(migration) ? [] : ["active"]),
};
