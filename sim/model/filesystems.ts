import type { DomainDisk, DomainFacts, DomainFilesystem } from "./domain.ts";
import { random, uuid } from "./random.ts";
import { GiB, MiB } from "./workloads/parameters.ts";

/** A disk smaller than this is not worked on: cloud-init's, for one. */
const smallestWorkDiskBytes = 64 * MiB;
/** A root disk smaller than this has no partition for /boot. */
const smallestWithBootBytes = 4 * GiB;
const blockBytes = 4096;

/** Whether a guest keeps a filesystem on this disk. */
export function holdsFilesystem({ capacityBytes }: DomainDisk): boolean {
  return capacityBytes >= smallestWorkDiskBytes;
}

/** How cloud images lay out their disk, /boot apart. */
const layouts = [
  /** CentOS Stream, RHEL, Fedora. */
  { type: "xfs", root: 4, boot: 3, bootBytes: 960 * MiB },
  /** Ubuntu. */
  { type: "ext4", root: 1, boot: 16, bootBytes: 881 * MiB },
] as const;

/** The filesystems that the guest agent of such a guest reports: the system's on its first disk, then one on each. */
export function filesystemsOf({
  namespace,
  name,
  disks,
  workload,
}: DomainFacts): readonly DomainFilesystem[] {
  const key = `${namespace}/${name}`;
  const [first, ...further] = disks.filter(holdsFilesystem);
  if (first === undefined) return [];
  return workload.type === "windows-desktop"
    ? [first, ...further].map((disk, index) => windowsVolume(key, disk, index))
    : [...linuxSystem(key, first), ...further.map((disk) => linuxData(key, disk))];
}

function linuxSystem(key: string, { device, capacityBytes }: DomainDisk): DomainFilesystem[] {
  const layout = layouts[Math.floor(random(0, "layout", key)() * layouts.length)] ?? layouts[0];
  const root = (bytes: number): DomainFilesystem => ({
    device: `${device}${layout.root}`,
    type: layout.type,
    mountPoint: "/",
    capacityBytes: formatted(bytes),
  });
  if (capacityBytes < smallestWithBootBytes) return [root(capacityBytes)];
  const boot = {
    device: `${device}${layout.boot}`,
    type: layout.type,
    mountPoint: "/boot",
    capacityBytes: layout.bootBytes,
  };
  return [root(capacityBytes - layout.bootBytes), boot];
}

function linuxData(key: string, { alias, device, capacityBytes }: DomainDisk): DomainFilesystem {
  const { type } = layouts[Math.floor(random(0, "layout", key)() * layouts.length)] ?? layouts[0];
  return { device, type, mountPoint: `/mnt/${alias}`, capacityBytes: formatted(capacityBytes) };
}

/** Windows' agent names a volume by its GUID. */
function windowsVolume(key: string, { alias, capacityBytes }: DomainDisk, index: number): DomainFilesystem {
  return {
    device: `\\\\?\\Volume{${uuid(0, "volume", key, alias)}}\\`,
    type: "NTFS",
    mountPoint: `${String.fromCharCode("C".charCodeAt(0) + index)}:\\`,
    capacityBytes: formatted(capacityBytes),
  };
}

/** What is left of a partition for files: whole blocks, less the filesystem's own. */
function formatted(bytes: number): number {
  return Math.floor((bytes * 0.985) / blockBytes) * blockBytes;
}
