import type { Heap } from "./garbage-collector.ts";
import type { GoRelease } from "./process-profile.ts";

/** runtime.MemStats as client_golang prints it. Bytes, but for the counts of objects. */
export interface GoMemory {
  readonly allocBytes: number;
  readonly allocatedBytesTotal: number;
  readonly mallocsTotal: number;
  readonly freesTotal: number;
  readonly heapObjects: number;
  readonly heapSysBytes: number;
  readonly heapIdleBytes: number;
  readonly heapInuseBytes: number;
  readonly heapReleasedBytes: number;
  readonly stackBytes: number;
  readonly mspanInuseBytes: number;
  readonly mspanSysBytes: number;
  readonly mcacheInuseBytes: number;
  readonly mcacheSysBytes: number;
  readonly buckHashSysBytes: number;
  readonly gcSysBytes: number;
  readonly otherSysBytes: number;
  readonly nextGcBytes: number;
  readonly sysBytes: number;
}

/** Units in which the runtime takes memory: heap and stacks together by arenas, spans by pages. */
const arenaBytes = 4 * 2 ** 20;
const pageBytes = 8192;
const stackChunkBytes = 32 * 1024;
const mspanChunkBytes = 16_320;
/** What an object takes on average; small ones are by far the most. */
const objectBytes = 104;
/** Stack of a goroutine, on average. */
const goroutineStackBytes = 5 * 1024;
/** Spans are never quite full. */
const spansPerUsedByte = 1.13;

/** @param draw a number from [0, 1) that the process keeps under this name */
export function goMemory(
  heap: Heap,
  goroutines: number,
  release: GoRelease,
  maxProcs: number,
  draw: (name: string) => number,
): GoMemory {
  const stackBytes = roundUp(goroutines * goroutineStackBytes, stackChunkBytes);
  const peakInuseBytes = roundUp(heap.peakBytes * spansPerUsedByte, pageBytes);
  const heapInuseBytes = roundUp(heap.usedBytes * spansPerUsedByte, pageBytes);
  const heapSysBytes =
    roundUp(Math.max(peakInuseBytes, heapInuseBytes) + stackBytes, arenaBytes) - stackBytes;
  const heapIdleBytes = heapSysBytes - heapInuseBytes;
  const heapReleasedBytes = roundDown(heapIdleBytes * (0.35 + 0.3 * draw("released")), pageBytes);
  const spans = (bytes: number) => Math.ceil(bytes / pageBytes / 1.6) * release.mspanBytes;
  const mspanSysBytes = roundUp(spans(Math.max(peakInuseBytes, heapInuseBytes)), mspanChunkBytes);
  const mallocsTotal = Math.floor(heap.allocatedBytes / objectBytes);
  const freesTotal = Math.floor(heap.freedBytes / objectBytes);
  const buckHashSysBytes = 1_450_000 + Math.floor(draw("bucket hash") * 500_000);
  const gcSysBytes = roundUp(heapSysBytes * 0.035 + 900_000, 8);
  const otherSysBytes = 1_300_000 + Math.floor(draw("other") * 1_400_000);
  return {
    allocBytes: roundDown(heap.usedBytes, 8),
    allocatedBytesTotal: roundDown(heap.allocatedBytes, 8),
    mallocsTotal,
    freesTotal,
    heapObjects: mallocsTotal - freesTotal,
    heapSysBytes,
    heapIdleBytes,
    heapInuseBytes,
    heapReleasedBytes,
    stackBytes,
    mspanInuseBytes: spans(heapInuseBytes),
    mspanSysBytes,
    mcacheInuseBytes: release.mcacheBytes * maxProcs,
    mcacheSysBytes: release.mcacheSysBytes,
    buckHashSysBytes,
    gcSysBytes,
    otherSysBytes,
    nextGcBytes: roundUp(heap.goalBytes, 16),
    sysBytes:
      heapSysBytes +
      stackBytes +
      mspanSysBytes +
      release.mcacheSysBytes +
      buckHashSysBytes +
      gcSysBytes +
      otherSysBytes,
  };
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

function roundDown(value: number, unit: number): number {
  return Math.floor(value / unit) * unit;
}
