import { nameSuffix } from "../../model/random.ts";
import { migrationConfigurationOf, migrationSettingsOf } from "../objects/kubevirt.ts";
import { migrationTargetDraft } from "../objects/launcher-pod.ts";
import type { InstanceMigration } from "../objects/migration.ts";
import { podIsFinished, podKind, type Pod } from "../objects/pod.ts";
import {
  migrationTargetLabel,
  virtualMachineInstanceKind,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import type { ControllerContext } from "./context.ts";
import { currentPodOf, launcherPodsOf } from "./launcher-pods.ts";
import { backOffSeconds, hasRoom } from "./migration-limits.ts";
import { sayOfMigration } from "./migration-record.ts";

/** How often a migration that must wait for others looks whether it is its turn. */
const waitForOthersSeconds = 5;
/** The same for one whose VMI still has the pod of an earlier migration. */
const waitForPodSeconds = 1;
/** How long a target pod may find no node. */
const unschedulableTimeoutSeconds = 300;

/** Makes the pod the guest is to move to, or returns after how many seconds to try again. */
export function createTarget(
  context: ControllerContext,
  migration: InstanceMigration,
  vmi: VirtualMachineInstance,
  image: string,
): number | undefined {
  const { store, clock, seed } = context;
  const backOff = backOffSeconds(store, migration, clock.epochMillis + clock.now() * 1000);
  if (backOff > 0) return backOff;
  if (launcherPodsOf(store, vmi).filter((pod) => !podIsFinished(pod)).length > 1) return waitForPodSeconds;
  if (vmi.status.phase !== "Running" || !hasRoom(store, vmi, migrationSettingsOf(store)))
    return waitForOthersSeconds;
  const suffix = nameSuffix(5, seed, "launcher", migration.metadata.uid);
  const draft = migrationTargetDraft(vmi, migration, suffix, image);
  const nodeSelector = { ...migration.spec.addedNodeSelector, ...draft.spec.nodeSelector };
  const pod = store.create(podKind, { ...draft, spec: { ...draft.spec, nodeSelector } });
  sayOfMigration(context, migration, "SuccessfulCreate", `Created migration target pod ${pod.metadata.name}`);
  return 0;
}

/** Deletes a target pod that found no node for too long; returns after how many seconds it will have. */
export function overdueSeconds(
  context: ControllerContext,
  migration: InstanceMigration,
  pod: Pod,
): number | undefined {
  const { store, clock } = context;
  if (!pod.status.conditions.some(({ reason }) => reason === "Unschedulable")) return undefined;
  const { namespace = "", name, creationTimestamp } = pod.metadata;
  const waited = clock.now() - (Date.parse(creationTimestamp) - clock.epochMillis) / 1000;
  if (waited < unschedulableTimeoutSeconds) return unschedulableTimeoutSeconds - waited;
  const message = `unschedulable pod ${namespace}/${name} timeout period exceeded`;
  sayOfMigration(context, migration, "SuccessfulDelete", message);
  store.delete(podKind, namespace, name, pod.spec.terminationGracePeriodSeconds ?? 30);
  return undefined;
}

/** From here on the two virt-handlers do the work; the label tells the target's that there is some. */
export function handOff(
  context: ControllerContext,
  migration: InstanceMigration,
  vmi: VirtualMachineInstance,
  pod: Pod,
): void {
  const { store } = context;
  const targetNode = pod.spec.nodeName ?? "";
  store.update(virtualMachineInstanceKind, {
    ...vmi,
    metadata: { ...vmi.metadata, labels: { ...vmi.metadata.labels, [migrationTargetLabel]: targetNode } },
    status: {
      ...vmi.status,
      activePods: { ...vmi.status.activePods, [pod.metadata.uid]: targetNode },
      migrationState: {
        migrationConfiguration: migrationConfigurationOf(migrationSettingsOf(store)),
        migrationUid: migration.metadata.uid,
        sourceNode: vmi.status.nodeName ?? "",
        sourcePod: currentPodOf(store, vmi)?.metadata.name ?? "",
        targetNode,
        targetPod: pod.metadata.name,
      },
    },
  });
  const message = "Migration target pod is ready for preparation by virt-handler.";
  sayOfMigration(context, migration, "SuccessfulHandOver", message);
}
