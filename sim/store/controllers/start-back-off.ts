import { timestampAt, type Clock } from "../../clock/clock.ts";
import { uniform } from "../../model/random.ts";
import type { StartFailure, VirtualMachine, VirtualMachineInstance } from "../objects/virtual-machine.ts";

/** The longest wait between two tries to start a VM that fails, in seconds. */
const mostSeconds = 300;
const leastSeconds = 10;

/** A guest that ended in Failed without ever having run counts as a failed start. */
export function failedToStart({ status }: VirtualMachineInstance): boolean {
  const ran = status.phaseTransitionTimestamps?.some(({ phase }) => phase === "Running") ?? false;
  return status.phase === "Failed" && !ran;
}

/** The VM's record of failed starts with this one in it: each waits longer than the one before. */
export function afterFailure(
  { clock, seed }: { readonly clock: Clock; readonly seed: number },
  vm: VirtualMachine,
  vmi: VirtualMachineInstance,
): StartFailure {
  const present = vm.status?.startFailure;
  if (present?.lastFailedVMIUID === vmi.metadata.uid) return present;
  const count = (present?.consecutiveFailCount ?? 0) + 1;
  const jitter = uniform(0, leastSeconds, seed, "start back-off", vmi.metadata.uid);
  const wait = Math.min(count ** 2 * leastSeconds + jitter, mostSeconds);
  return {
    consecutiveFailCount: count,
    lastFailedVMIUID: vmi.metadata.uid,
    retryAfterTimestamp: timestampAt(clock, clock.now() + wait),
  };
}

/** How long the VM has to wait still, in seconds; 0 when it may be started. */
export function waitSeconds(clock: Clock, { status }: VirtualMachine): number {
  const retryAfter = status?.startFailure?.retryAfterTimestamp;
  if (retryAfter === undefined) return 0;
  return Math.max(0, (Date.parse(retryAfter) - clock.epochMillis) / 1000 - clock.now());
}
