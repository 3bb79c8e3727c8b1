import { timestampAt, type Clock } from "../../clock/clock.ts";
import { withCondition, type Condition } from "../objects/conditions.ts";
import type { Pod } from "../objects/pod.ts";
import { finalPhases, type InstancePhase, type VirtualMachineInstance } from "../objects/virtual-machine.ts";

/** The VMI entering a phase, stamped with the time. In a final one it has no pods and no agent any more. */
export function enterPhase(
  clock: Clock,
  vmi: VirtualMachineInstance,
  phase: InstancePhase,
): VirtualMachineInstance {
  const entered = { phase, phaseTransitionTimestamp: timestampAt(clock, clock.now()) };
  const conditions = vmi.status.conditions ?? [];
  return {
    ...vmi,
    status: {
      ...vmi.status,
      phase,
      phaseTransitionTimestamps: [...(vmi.status.phaseTransitionTimestamps ?? []), entered],
      ...(finalPhases.has(phase)
        ? { activePods: {}, conditions: conditions.filter(({ type }) => type !== "AgentConnected") }
        : {}),
    },
  };
}

/** The VMI with its Ready condition as virt-controller derives it from the phase and the launcher pod. */
export function withReadiness(
  clock: Clock,
  vmi: VirtualMachineInstance,
  pod: Pod | undefined,
): VirtualMachineInstance {
  const now = timestampAt(clock, clock.now());
  const ready = { type: "Ready", ...readiness(vmi, pod), lastProbeTime: null, lastTransitionTime: now };
  return withConditions(vmi, [ready]);
}

export function withConditions(
  vmi: VirtualMachineInstance,
  conditions: readonly Condition[],
): VirtualMachineInstance {
  return {
    ...vmi,
    status: {
      ...vmi.status,
      conditions: conditions.reduce(withCondition, vmi.status.conditions ?? []),
    },
  };
}

function readiness(
  vmi: VirtualMachineInstance,
  pod: Pod | undefined,
): Pick<Condition, "status" | "reason" | "message"> {
  const no = (reason: string, message: string) => ({ status: "False", reason, message }) as const;
  if (pod === undefined) return no("PodNotExists", "virt-launcher pod has not yet been scheduled");
  if (pod.metadata.deletionTimestamp !== undefined || finalPhases.has(pod.status.phase))
    return no("PodTerminating", "virt-launcher pod is terminating");
  if (vmi.status.phase !== "Running") return no("GuestNotRunning", "Guest VM is not reported as running");
  const of = pod.status.conditions.find(({ type }) => type === "Ready");
  if (of === undefined) return no("PodConditionMissing", "virt-launcher pod is missing the Ready condition");
  const { status, reason, message } = of;
  return {
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}
