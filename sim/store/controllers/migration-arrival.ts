import type { Domain } from "../../model/domain.ts";
import { appendSegment, migrateDomain } from "../../model/domain-life.ts";
import { isRunning } from "../../model/segment.ts";
import { nodeKind } from "../objects/node.ts";
import type { Pod } from "../objects/pod.ts";
import {
  migrationTargetLabel,
  nodeNameLabel,
  type MigrationState,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import { parseQuantity } from "../quantity.ts";
import type { ControllerContext } from "./context.ts";
import { movedInterfaces } from "./instance-status.ts";

/** The Domain on the node it has come to, now. A guest that stood still goes on standing still. */
export function arrivedDomain(
  { store, clock, seed }: ControllerContext,
  domain: Domain,
  nodeName: string,
): Domain {
  const node = store.get(nodeKind, undefined, nodeName);
  const hostCpus = parseQuantity(node?.status.capacity["cpu"]) ?? domain.hostCpus;
  const moved = migrateDomain(domain, seed, { atSeconds: clock.now(), nodeName, hostCpus });
  const last = domain.segments.at(-1);
  if (last === undefined || isRunning(last)) return moved;
  return appendSegment(moved, seed, { fromSeconds: clock.now(), cause: "pause", factors: { running: 0 } });
}

/** The VMI as the target's virt-handler takes it over, at the time `now` (RFC 3339). */
export function arrivedInstance(
  vmi: VirtualMachineInstance,
  state: MigrationState,
  target: Pod | undefined,
  now: string,
): VirtualMachineInstance {
  const { [migrationTargetLabel]: _label, ...labels } = vmi.metadata.labels ?? {};
  const { evacuationNodeName: _evacuated, ...status } = vmi.status;
  return {
    ...vmi,
    metadata: { ...vmi.metadata, labels: { ...labels, [nodeNameLabel]: state.targetNode } },
    status: {
      ...status,
      nodeName: state.targetNode,
      activePods: target === undefined ? {} : { [target.metadata.uid]: state.targetNode },
      interfaces: movedInterfaces(vmi, target?.status.podIP),
      launcherContainerImageVersion: target?.spec.containers[0]?.image ?? "",
      migrationState: {
        ...state,
        targetNodeDomainDetected: true,
        targetNodeDomainReadyTimestamp: now,
        endTimestamp: now,
        completed: true,
      },
    },
  };
}
