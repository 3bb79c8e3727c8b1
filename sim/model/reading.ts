import type { Domain } from "./domain.ts";

/**
 * The values of one Domain at one instant, at fixed places, so that taking one allocates nothing.
 * NaN means: not reported (the balloon driver or the guest agent is not there yet).
 *
 * Units are base units: seconds, bytes, operations, packets. What a release rounds or scales is the
 * affair of its metric families.
 */
export type Reading = Float64Array;

/** Places of what a Domain has once. */
export const domainSlots = {
  memoryResidentBytes: 0,
  memoryDomainBytes: 1,
  memoryActualBalloonBytes: 2,
  memoryAvailableBytes: 3,
  memoryUsableBytes: 4,
  memoryUnusedBytes: 5,
  memoryCachedBytes: 6,
  memorySwapInBytes: 7,
  memorySwapOutBytes: 8,
  memoryMajorFaults: 9,
  memoryMinorFaults: 10,
  cpuUsageSeconds: 11,
  cpuUserSeconds: 12,
  cpuSystemSeconds: 13,
  guestLoad1m: 14,
  guestLoad5m: 15,
  guestLoad15m: 16,
  dirtyRateBytesPerSecond: 17,
  nodeCpuAffinityPairs: 18,
} as const;
const domainSlotCount = 19;

/** Places relative to a vCPU's offset. `state` is libvirt's number: 0 offline, 1 running, 2 blocked. */
export const vcpuSlots = { seconds: 0, waitSeconds: 1, delaySeconds: 2, state: 3 } as const;
export const vcpuSlotCount = 4;

/** Places relative to a disk's offset. */
export const diskSlots = {
  readOperations: 0,
  writeOperations: 1,
  readBytes: 2,
  writeBytes: 3,
  readSeconds: 4,
  writeSeconds: 5,
  flushOperations: 6,
  flushSeconds: 7,
} as const;
export const diskSlotCount = 8;

/** Places relative to an interface's offset. */
export const interfaceSlots = {
  receiveBytes: 0,
  receivePackets: 1,
  receiveErrors: 2,
  receiveDropped: 3,
  transmitBytes: 4,
  transmitPackets: 5,
  transmitErrors: 6,
  transmitDropped: 7,
} as const;
export const interfaceSlotCount = 8;

/** Places relative to a guest filesystem's offset, in the order of the Domain's `filesystems`. */
export const filesystemSlots = { capacityBytes: 0, usedBytes: 1 } as const;
export const filesystemSlotCount = 2;

/** Where each part of a Domain stands in its Reading. */
export interface ReadingLayout {
  readonly length: number;
  vcpu(index: number): number;
  disk(index: number): number;
  interface(index: number): number;
  filesystem(index: number): number;
}

/** Layouts by shape: Domains of one shape share theirs. */
const layouts = new Map<string, ReadingLayout>();

export function layoutOf({ vcpus, disks, interfaces, filesystems }: Domain): ReadingLayout {
  const shape = [vcpus, disks.length, interfaces.length, filesystems.length].join(" ");
  let layout = layouts.get(shape);
  if (layout === undefined) layouts.set(shape, (layout = newLayout(vcpus, disks, interfaces, filesystems)));
  return layout;
}

function newLayout(
  vcpus: number,
  disks: readonly unknown[],
  interfaces: readonly unknown[],
  filesystems: readonly unknown[],
): ReadingLayout {
  const vcpuStart = domainSlotCount;
  const diskStart = vcpuStart + vcpus * vcpuSlotCount;
  const interfaceStart = diskStart + disks.length * diskSlotCount;
  const filesystemStart = interfaceStart + interfaces.length * interfaceSlotCount;
  return {
    length: filesystemStart + filesystems.length * filesystemSlotCount,
    vcpu: (index) => vcpuStart + index * vcpuSlotCount,
    disk: (index) => diskStart + index * diskSlotCount,
    interface: (index) => interfaceStart + index * interfaceSlotCount,
    filesystem: (index) => filesystemStart + index * filesystemSlotCount,
  };
}
