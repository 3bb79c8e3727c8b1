import type { Domain, Filling } from "../../model/domain.ts";
import { startDomain } from "../../model/domain-life.ts";
import { isWorkload, type Workload } from "../../model/workload.ts";
import { controllerOf } from "../object.ts";
import { claimBytes } from "../objects/claim.ts";
import { guestOf } from "../objects/guest.ts";
import { nodeKind } from "../objects/node.ts";
import type { Pod } from "../objects/pod.ts";
import {
  fillingsAnnotation,
  guestAgentAnnotation,
  virtualMachineKind,
  workloadAnnotation,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import { parseQuantity } from "../quantity.ts";
import type { Store } from "../store.ts";
import type { ControllerContext } from "./context.ts";

const idle: Workload = { type: "idle", parameters: {} };

/** The domain that the hypervisor of the launcher's node starts, now, for this VMI. */
export function domainOf({ store, clock }: ControllerContext, vmi: VirtualMachineInstance, pod: Pod): Domain {
  const { uid, name, namespace = "" } = vmi.metadata;
  const nodeName = pod.spec.nodeName ?? "";
  const node = store.get(nodeKind, undefined, nodeName);
  return startDomain({
    uid,
    namespace,
    name,
    nodeName,
    startSeconds: clock.now(),
    ...guestOf(vmi, claimBytes(store, namespace)),
    guestAgent: vmi.metadata.annotations?.[guestAgentAnnotation] !== "false",
    hostCpus: parseQuantity(node?.status.capacity["cpu"]) ?? 1,
    workload: workloadOf(vmi),
    ...fillingsOf(store, vmi),
  });
}

/** What befell the filesystems on its disks, as far as it is told in a form of ours. */
function fillingsOf(store: Store, vmi: VirtualMachineInstance): Pick<Domain, "fillings"> {
  const { namespace, name } = vmi.metadata;
  const owner =
    controllerOf(vmi)?.kind === "VirtualMachine" ? store.get(virtualMachineKind, namespace, name) : vmi;
  try {
    const fillings: unknown = JSON.parse(owner?.metadata.annotations?.[fillingsAnnotation] ?? "");
    return Array.isArray(fillings) && fillings.every(isFilling) ? { fillings } : {};
  } catch {
    return {};
  }
}

function isFilling(value: unknown): value is Filling {
  const { mountPoint, ...numbers } = (value ?? {}) as Partial<Filling>;
  const { fromSeconds, overSeconds, fromShare, toShare } = numbers;
  return (
    typeof mountPoint === "string" &&
    [fromSeconds, overSeconds, fromShare, toShare].every((number) => Number.isFinite(number))
  );
}

/** What the guest does: as our annotation says; idle for a VM that knows nothing of the simulator. */
function workloadOf(vmi: VirtualMachineInstance): Workload {
  const text = vmi.metadata.annotations?.[workloadAnnotation];
  if (text === undefined) return idle;
  try {
    const workload: unknown = JSON.parse(text);
    return isWorkload(workload) ? workload : idle;
  } catch {
    return idle;
  }
}
