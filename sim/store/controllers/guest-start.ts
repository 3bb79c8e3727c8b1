import { startDomain, type Domain } from "../../model/domain.ts";
import { random } from "../../model/random.ts";
import { isWorkload, type Workload } from "../../model/workload.ts";
import { claimBytes } from "../objects/claim.ts";
import { guestOf } from "../objects/guest.ts";
import { nodeKind } from "../objects/node.ts";
import type { Pod } from "../objects/pod.ts";
import {
  guestAgentAnnotation,
  workloadAnnotation,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import { parseQuantity } from "../quantity.ts";
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
  });
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

/** The parts of a VMI's status that say where and how it runs. */
export function guestInformation(
  vmi: VirtualMachineInstance,
  pod: Pod,
  { launcherImage, version }: { readonly launcherImage: string; readonly version: string },
) {
  const ipAddress = pod.status.podIP ?? "";
  return {
    interfaces: (vmi.spec.domain.devices.interfaces ?? []).map(({ name }, index) => ({
      infoSource: "domain, guest-agent",
      interfaceName: `eth${index}`,
      ...(index === 0 ? { ipAddress, ipAddresses: [ipAddress] } : {}),
      mac: macAddress(vmi.metadata.uid, index),
      name,
      podInterfaceName: `eth${index}`,
      queueCount: 1,
    })),
    launcherContainerImageVersion: launcherImage,
    machine: { type: vmi.spec.domain.machine?.type ?? "pc-q35-rhel9.6.0" },
    migrationMethod: "BlockMigration",
    migrationTransport: "Unix",
    qosClass: "Burstable",
    runtimeUser: 107,
    ...(version === "legacy" ? {} : { selinuxContext: "none" }),
  };
}

/** A locally administered MAC address that belongs to this interface. */
function macAddress(uid: string, index: number): string {
  const draw = random(0, "mac", uid, index);
  const bytes = Array.from({ length: 5 }, () =>
    Math.floor(draw() * 256)
      .toString(16)
      .padStart(2, "0"),
  );
  return ["02", ...bytes].join(":");
}
