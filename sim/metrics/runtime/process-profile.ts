import type { ComponentKind, KubeVirtVersion } from "../../model/components.ts";
import { uniform } from "../../model/random.ts";

const mebibyte = 2 ** 20;

/** What the process of a component uses once it has settled. */
export interface ProcessProfile {
  /** Heap that survives a garbage collection. */
  readonly liveHeapBytes: number;
  readonly allocatedBytesPerSecond: number;
  readonly goroutines: number;
  readonly threads: number;
  readonly openFileDescriptors: number;
  /** CPU seconds per second. */
  readonly cpuRate: number;
  /** Code and data of the binary that are in RAM. */
  readonly residentBinaryBytes: number;
  readonly networkReceivedBytesPerSecond: number;
  readonly networkSentBytesPerSecond: number;
}

/** Orders of magnitude of a cluster of some dozens of VMIs. */
const usual: Readonly<Record<ComponentKind, ProcessProfile>> = {
  "virt-handler": {
    liveHeapBytes: 30 * mebibyte,
    allocatedBytesPerSecond: 0.9 * mebibyte,
    goroutines: 240,
    threads: 18,
    openFileDescriptors: 34,
    cpuRate: 0.03,
    residentBinaryBytes: 58 * mebibyte,
    networkReceivedBytesPerSecond: 6_000,
    networkSentBytesPerSecond: 14_000,
  },
  "virt-controller": {
    liveHeapBytes: 52 * mebibyte,
    allocatedBytesPerSecond: 1.1 * mebibyte,
    goroutines: 560,
    threads: 16,
    openFileDescriptors: 17,
    cpuRate: 0.04,
    residentBinaryBytes: 62 * mebibyte,
    networkReceivedBytesPerSecond: 12_000,
    networkSentBytesPerSecond: 8_000,
  },
  "virt-api": {
    liveHeapBytes: 26 * mebibyte,
    allocatedBytesPerSecond: 0.5 * mebibyte,
    goroutines: 140,
    threads: 15,
    openFileDescriptors: 20,
    cpuRate: 0.02,
    residentBinaryBytes: 56 * mebibyte,
    networkReceivedBytesPerSecond: 5_000,
    networkSentBytesPerSecond: 6_000,
  },
  "virt-operator": {
    liveHeapBytes: 60 * mebibyte,
    allocatedBytesPerSecond: 0.8 * mebibyte,
    goroutines: 340,
    threads: 15,
    openFileDescriptors: 16,
    cpuRate: 0.03,
    residentBinaryBytes: 64 * mebibyte,
    networkReceivedBytesPerSecond: 9_000,
    networkSentBytesPerSecond: 4_000,
  },
};

/** What one process uses: near what is usual for its kind, as `key` draws it. */
export function profileOf(
  kind: ComponentKind,
  seed: number,
  key: readonly (string | number)[],
): ProcessProfile {
  const near = (name: keyof ProcessProfile) => usual[kind][name] * uniform(0.85, 1.15, seed, ...key, name);
  return {
    liveHeapBytes: near("liveHeapBytes"),
    allocatedBytesPerSecond: near("allocatedBytesPerSecond"),
    goroutines: near("goroutines"),
    threads: Math.round(near("threads")),
    openFileDescriptors: Math.round(near("openFileDescriptors")),
    cpuRate: near("cpuRate"),
    residentBinaryBytes: near("residentBinaryBytes"),
    networkReceivedBytesPerSecond: near("networkReceivedBytesPerSecond"),
    networkSentBytesPerSecond: near("networkSentBytesPerSecond"),
  };
}

/** What depends on the release of Go that a release of KubeVirt was built with. */
export interface GoRelease {
  readonly version: string;
  /** Size of the runtime's mcache and mspan structures, and of what it sets aside for the former. */
  readonly mcacheBytes: number;
  readonly mcacheSysBytes: number;
  readonly mspanBytes: number;
}

export const goReleases: Readonly<Record<KubeVirtVersion, GoRelease>> = {
  legacy: { version: "go1.13.14", mcacheBytes: 1736, mcacheSysBytes: 16_384, mspanBytes: 136 },
  "v1.9": { version: "go1.25.8", mcacheBytes: 1208, mcacheSysBytes: 15_704, mspanBytes: 160 },
};
