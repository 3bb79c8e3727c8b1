import type { Domain } from "../../model/domain.ts";
import { random } from "../../model/random.ts";
import { claimKind } from "../objects/claim.ts";
import { guestOf } from "../objects/guest.ts";
import { guestOsOf } from "../objects/guest-os.ts";
import type { Pod } from "../objects/pod.ts";
import {
  claimOf,
  type InterfaceStatus,
  type VirtualMachineInstance,
  type Volume,
} from "../objects/virtual-machine.ts";
import { formatBytes } from "../quantity.ts";
import type { Store } from "../store.ts";

type Status = VirtualMachineInstance["status"];

/** What virt-controller knows once the launcher pod runs, before the guest does. */
export function scheduledStatus(store: Store, vmi: VirtualMachineInstance, pod: Pod): Partial<Status> {
  const { cores = 1, sockets = 1, threads = 1 } = vmi.spec.domain.cpu ?? {};
  const memory = formatBytes(guestOf(vmi).memoryBytes);
  return {
    nodeName: pod.spec.nodeName ?? "",
    activePods: { [pod.metadata.uid]: pod.spec.nodeName ?? "" },
    currentCPUTopology: { cores, sockets, threads },
    launcherContainerImageVersion: pod.spec.containers[0]?.image ?? "",
    memory: { guestAtBoot: memory, guestCurrent: memory, guestRequested: memory },
    qosClass: pod.status.qosClass,
    runtimeUser: 107,
    selinuxContext: "none",
    volumeStatus: volumes(store, vmi, []),
  };
}

/** What virt-handler adds when the guest runs. */
export function runningStatus(
  store: Store,
  vmi: VirtualMachineInstance,
  domain: Domain,
  podIp: string | undefined,
): Partial<Status> {
  return {
    interfaces: interfacesOf(vmi, podIp, false),
    machine: { type: vmi.spec.domain.machine?.type ?? "pc-q35-rhel9.6.0" },
    migrationTransport: "Unix",
    volumeStatus: volumes(store, vmi, domain.disks),
  };
}

/** What the guest agent adds once it is connected. */
export function agentStatus(vmi: VirtualMachineInstance, domain: Domain): Partial<Status> {
  const info = guestOsOf(domain);
  return {
    interfaces: interfacesOf(vmi, podIpOf(vmi), true),
    ...(info === undefined ? {} : { guestOSInfo: info }),
  };
}

/** The same interfaces after the guest came to another pod: on the pod network its address is the pod's. */
export function movedInterfaces(
  vmi: VirtualMachineInstance,
  podIp: string | undefined,
): readonly InterfaceStatus[] {
  const agent = vmi.status.interfaces?.some((device) => device["interfaceName"] !== undefined) ?? false;
  return interfacesOf(vmi, podIp, agent);
}

function podIpOf(vmi: VirtualMachineInstance): string | undefined {
  return vmi.status.interfaces?.find(({ ipAddress }) => ipAddress !== undefined)?.ipAddress;
}

function interfacesOf(
  vmi: VirtualMachineInstance,
  podIp: string | undefined,
  agent: boolean,
): readonly InterfaceStatus[] {
  const onPodNetwork = new Set((vmi.spec.networks ?? []).flatMap((net) => ("pod" in net ? [net.name] : [])));
  return (vmi.spec.domain.devices.interfaces ?? []).map(({ name }, index) => ({
    infoSource: agent ? "domain, guest-agent" : "domain",
    ...(agent ? { interfaceName: `eth${index}` } : {}),
    ...(onPodNetwork.has(name) && podIp !== undefined ? { ipAddress: podIp, ipAddresses: [podIp] } : {}),
    linkState: "up",
    mac: macAddress(vmi.metadata.uid, index),
    name,
    podInterfaceName: index === 0 ? "eth0" : `net${index}`,
    queueCount: 1,
  }));
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

function volumes(store: Store, vmi: VirtualMachineInstance, disks: Domain["disks"]) {
  return (vmi.spec.volumes ?? []).map((volume) => {
    const device = disks.find(({ alias }) => alias === volume.name)?.device;
    return {
      name: volume.name,
      ...claimInfo(store, vmi.metadata.namespace, volume),
      target: device ?? "",
    };
  });
}

function claimInfo(store: Store, namespace: string | undefined, volume: Volume) {
  const claimName = claimOf(volume);
  const claim = claimName === undefined ? undefined : store.get(claimKind, namespace, claimName);
  if (claim === undefined) return {};
  return {
    persistentVolumeClaimInfo: {
      accessModes: claim.spec.accessModes,
      ...(claim.status.capacity === undefined ? {} : { capacity: claim.status.capacity }),
      claimName,
      requests: claim.spec.resources.requests,
      ...(claim.spec.volumeMode === undefined ? {} : { volumeMode: claim.spec.volumeMode }),
    },
  };
}
