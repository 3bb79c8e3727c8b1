import { expect, test } from "vitest";
import {
  GoProcess,
  type GoProcessOptions,
  type GoProcessState,
} from "../../../sim/metrics/runtime/go-process.ts";
import { componentKinds } from "../../../sim/model/components.ts";

const options: GoProcessOptions = {
  kind: "virt-handler",
  version: "v1.9",
  seed: 1,
  podUid: "pod",
  restartCount: 0,
  startedAtSeconds: 100,
  epochMillis: 1_780_000_000_000,
};

const processes = componentKinds.flatMap((kind) =>
  [1, 2, 3].map((seed) => new GoProcess({ ...options, kind, seed })),
);

/** Some moments of a day: dense at first, then sparse. */
const moments = Array.from({ length: 120 }, (_, index) => 100 + 0.1 * index + 5 * index ** 2);

function eachState(check: (state: GoProcessState, t: number) => void): void {
  for (const process of processes) for (const t of moments) check(process.at(t), t);
}

test("what the heap holds is what was allocated less what was freed", () => {
  eachState(({ memory }) => {
    expect(memory.heapObjects).toBe(memory.mallocsTotal - memory.freesTotal);
    expect(memory.heapObjects).toBeGreaterThanOrEqual(0);
    expect(memory.allocBytes).toBeLessThanOrEqual(memory.allocatedBytesTotal);
    // Objects and bytes are of one heap: what was freed is missing from both.
    if (memory.heapObjects > 0) expect(memory.allocBytes / memory.heapObjects).toBeCloseTo(104, -1);
  });
});

test("the parts of the memory add up, and none holds more than it got", () => {
  eachState(({ memory }) => {
    expect(memory.heapIdleBytes + memory.heapInuseBytes).toBe(memory.heapSysBytes);
    expect(memory.heapIdleBytes).toBeGreaterThanOrEqual(0);
    expect(memory.heapReleasedBytes).toBeLessThanOrEqual(memory.heapIdleBytes);
    expect(memory.allocBytes).toBeLessThanOrEqual(memory.heapInuseBytes);
    expect(memory.mspanInuseBytes).toBeLessThanOrEqual(memory.mspanSysBytes);
    expect(memory.mcacheInuseBytes).toBeLessThanOrEqual(memory.mcacheSysBytes);
    const parts =
      memory.heapSysBytes +
      memory.stackBytes +
      memory.mspanSysBytes +
      memory.mcacheSysBytes +
      memory.buckHashSysBytes +
      memory.gcSysBytes +
      memory.otherSysBytes;
    expect(memory.sysBytes).toBe(parts);
  });
});

test("the heap never outgrows the size at which it is collected", () => {
  eachState(({ memory }) => expect(memory.allocBytes).toBeLessThanOrEqual(memory.nextGcBytes));
});

test("counters never fall while the process lives", () => {
  const counters = (state: GoProcessState) => [
    state.cpuSeconds,
    state.networkReceivedBytes,
    state.networkSentBytes,
    state.memory.allocatedBytesTotal,
    state.memory.mallocsTotal,
    state.memory.freesTotal,
    state.pauses.count,
    state.pauses.sum,
    state.lastCollectionTimeSeconds,
  ];
  for (const process of processes) {
    let before = counters(process.at(100));
    for (const t of moments) {
      const now = counters(process.at(t));
      now.forEach((value, index) => expect(value).toBeGreaterThanOrEqual(before[index] ?? 0));
      before = now;
    }
  }
});

test("the last collection is past, within two minutes, and after the start", () => {
  eachState(({ lastCollectionTimeSeconds, pauses, startTimeSeconds }, t) => {
    if (pauses.count === 0) return expect(lastCollectionTimeSeconds).toBe(0);
    const now = options.epochMillis / 1000 + t;
    expect(lastCollectionTimeSeconds).toBeLessThanOrEqual(now);
    expect(lastCollectionTimeSeconds).toBeGreaterThanOrEqual(Math.max(startTimeSeconds, now - 121));
  });
});

test("pauses have rising quantiles, and their sum lies between the least and the greatest", () => {
  eachState(({ pauses: { quantiles, count, sum } }) => {
    expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
    expect(sum).toBeGreaterThanOrEqual((quantiles[0] ?? 0) * Math.min(count, 256) * 0.999);
    expect(sum).toBeLessThanOrEqual((quantiles[4] ?? 0) * count * 1.001);
  });
});

test("a settled process is as large and as busy as a component of KubeVirt is", () => {
  for (const process of processes) {
    const [early, late] = [process.at(100 + 3600), process.at(100 + 7200)];
    const cpuRate = (late.cpuSeconds - early.cpuSeconds) / 3600;
    expect(cpuRate).toBeGreaterThan(0.01);
    expect(cpuRate).toBeLessThan(0.2);
    expect(late.residentBytes).toBeGreaterThan(80 * 2 ** 20);
    expect(late.residentBytes).toBeLessThan(250 * 2 ** 20);
    expect(late.goroutines).toBeGreaterThan(100);
    expect(late.goroutines).toBeLessThan(900);
  }
});

test("the same container at the same t is the same, another container is another", () => {
  const state = new GoProcess(options).at(5000);
  const other = new GoProcess(options);
  other.at(100_000);
  expect(other.at(5000)).toEqual(state);
  expect(new GoProcess({ ...options, podUid: "other" }).at(5000)).not.toEqual(state);
  expect(new GoProcess({ ...options, restartCount: 1 }).at(5000)).not.toEqual(state);
});
