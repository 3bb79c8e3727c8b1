import { claimKind } from "../objects/claim.ts";
import { disruptionBudgetKind } from "../objects/disruption-budget.ts";
import { migrationKind } from "../objects/migration.ts";
import { nodeKind } from "../objects/node.ts";
import { podKind } from "../objects/pod.ts";
import { serviceKind } from "../objects/service.ts";
import { virtualMachineInstanceKind, virtualMachineKind } from "../objects/virtual-machine.ts";
import { daemonSetKind, deploymentKind, replicaSetKind } from "../objects/workloads.ts";
import type { Store } from "../store.ts";
import { admitBudget } from "./budgets.ts";
import { admitClaim } from "./claims.ts";
import { admitMigration } from "./migrations.ts";
import { admitNode } from "./nodes.ts";
import { admitPod } from "./pods.ts";
import { admitService } from "./services.ts";
import { admitInstance } from "./virtual-machine-instances.ts";
import { admitVirtualMachine } from "./virtual-machines.ts";
import { admitDaemonSet, admitDeployment, admitReplicaSet } from "./workloads.ts";

/** Has every object of these kinds completed, whoever writes it: what controllers read is always whole. */
export function startAdmission(store: Store): void {
  store.admit(nodeKind, admitNode);
  store.admit(podKind, admitPod);
  store.admit(deploymentKind, admitDeployment);
  store.admit(replicaSetKind, admitReplicaSet);
  store.admit(daemonSetKind, admitDaemonSet);
  store.admit(serviceKind, (draft, previous) => admitService(store, draft, previous));
  store.admit(claimKind, (draft, previous) => admitClaim(store, draft, previous));
  store.admit(disruptionBudgetKind, admitBudget);
  store.admit(virtualMachineKind, admitVirtualMachine);
  store.admit(migrationKind, admitMigration);
  store.admit(virtualMachineInstanceKind, (draft, previous) => admitInstance(store, draft, previous));
}
