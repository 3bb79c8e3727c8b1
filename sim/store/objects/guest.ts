import type { DomainDisk, DomainInterface } from "../../model/domain.ts";
import { parseQuantity } from "../quantity.ts";
import { claimOf, type VirtualMachineInstanceSpec, type Volume } from "./virtual-machine.ts";

/** The guest's hardware as a VM or VMI declares it, with KubeVirt's defaults. */
export interface Guest {
  readonly vcpus: number;
  readonly memoryBytes: number;
  readonly disks: readonly DomainDisk[];
  readonly interfaces: readonly DomainInterface[];
}

const defaultMemoryBytes = 256 * 2 ** 20;
/** The size of a disk that nothing in the object gives: a container disk of a common cloud image. */
const imageDiskBytes = 10 * 2 ** 30;
const cloudInitDiskBytes = 2 ** 20;

/** @param claimBytes the size of a PersistentVolumeClaim of the same namespace, if there is one */
export function guestOf(
  object: { readonly spec: VirtualMachineInstanceSpec },
  claimBytes: (claim: string) => number | undefined = () => undefined,
): Guest {
  const { domain, volumes = [] } = object.spec;
  const { cores = 1, sockets = 1, threads = 1 } = domain.cpu ?? {};
  const memory =
    domain.memory?.guest ?? domain.resources?.requests?.["memory"] ?? domain.resources?.limits?.["memory"];
  return {
    vcpus: cores * sockets * threads,
    memoryBytes: parseQuantity(memory) ?? defaultMemoryBytes,
    disks: withDeviceNames(domain.devices.disks ?? []).map(({ name, device }) => ({
      alias: name,
      device,
      capacityBytes: volumeBytes(
        volumes.find((volume) => volume.name === name),
        claimBytes,
      ),
    })),
    interfaces: (domain.devices.interfaces ?? []).map(({ name }, index) => ({
      alias: name,
      // libvirt's own name. It is shown by releases through v1.2 only.
      device: `vnet${index}`,
    })),
  };
}

type Disk = NonNullable<VirtualMachineInstanceSpec["domain"]["devices"]["disks"]>[number];

/** Disks with the names they get: in their order, by bus (vda, vdb, … on virtio; sda, sdb, … on SATA, SCSI and USB). */
function withDeviceNames(
  disks: readonly Disk[],
): readonly { readonly name: string; readonly device: string }[] {
  const counts = { vd: 0, sd: 0 };
  return disks.map((disk) => {
    const prefix = ["sata", "scsi", "usb"].includes(busOf(disk) ?? "") ? "sd" : "vd";
    return { name: disk.name, device: `${prefix}${String.fromCharCode(97 + (counts[prefix]++ % 26))}` };
  });
}

function busOf(disk: Disk): string | undefined {
  const target = (disk["disk"] ?? disk["cdrom"] ?? disk["lun"]) as { readonly bus?: string } | undefined;
  return target?.bus;
}

function volumeBytes(volume: Volume | undefined, claimBytes: (claim: string) => number | undefined): number {
  if (volume === undefined) return imageDiskBytes;
  if ("cloudInitNoCloud" in volume || "cloudInitConfigDrive" in volume) return cloudInitDiskBytes;
  const claim = claimOf(volume);
  const emptyDisk = volume["emptyDisk"] as { capacity?: string } | undefined;
  return (claim === undefined ? parseQuantity(emptyDisk?.capacity) : claimBytes(claim)) ?? imageDiskBytes;
}
