import { expect, test } from "vitest";
import type { Domain } from "../../sim/model/domain.ts";
import { appendSegment, migrateDomain } from "../../sim/model/domain-life.ts";
import { DomainReader } from "../../sim/model/domain-reader.ts";
import { diskSlots, interfaceSlots, vcpuSlots } from "../../sim/model/reading.ts";
import type { SegmentCause, SegmentFactors } from "../../sim/model/segment.ts";
import { domainOf, GiB, indexes, readAt, slot } from "./support.ts";

const seed = 5;
const under = (domain: Domain, fromSeconds: number, cause: SegmentCause, factors: SegmentFactors) =>
  appendSegment(domain, seed, { fromSeconds, cause, factors });

/** How fast counters grow between two moments. */
function ratesBetween(domain: Domain, from: number, to: number) {
  const reader = new DomainReader(domain, seed);
  const [first, last] = [readAt(reader, from), readAt(reader, to)];
  const rate = (place: number) => (slot(last, place, 0) - slot(first, place, 0)) / (to - from);
  const { layout } = reader;
  return {
    all: indexes(layout.length).map(rate),
    vcpu: (name: keyof typeof vcpuSlots) => rate(layout.vcpu(0) + vcpuSlots[name]),
    disk: (name: keyof typeof diskSlots) => rate(layout.disk(0) + diskSlots[name]),
    network: (name: keyof typeof interfaceSlots) => rate(layout.interface(0) + interfaceSlots[name]),
  };
}

test("while a domain is paused nothing of it moves; afterwards it goes on from there", () => {
  const running = domainOf({ startSeconds: 0, workload: { type: "database", parameters: {} } });
  const paused = under(running, 1000, "pause", { running: 0 });
  const reader = new DomainReader(paused, seed);
  const still = readAt(reader, 1004);
  expect(readAt(reader, 90_000).values).toEqual(still.values);
  expect(still.of("dirtyRateBytesPerSecond")).toBe(0);
  const resumed = under(paused, 5000, "unpause", {});
  expect(readAt(new DomainReader(resumed, seed), 5000).values).toEqual(still.values);
  const before = ratesBetween(running, 500, 1000);
  const after = ratesBetween(resumed, 5004, 9000);
  expect(Math.abs(after.vcpu("seconds") / before.vcpu("seconds") - 1)).toBeLessThan(0.5);
});

test("a guest paused in its boot boots on when it is resumed", () => {
  const domain = under(under(domainOf({ startSeconds: 0 }), 6, "pause", { running: 0 }), 600, "unpause", {});
  const total = (present: Domain, t: number) => {
    const read = readAt(new DomainReader(present, seed), t);
    return read.of("memoryMajorFaults");
  };
  const whole = total(domainOf({ startSeconds: 0 }), 100);
  expect(total(domain, 700)).toBeGreaterThan(0.9 * whole);
  expect(whole).toBeGreaterThan(1000);
});

test("contention makes vCPUs wait longer, and so much that they run less", () => {
  const domain = domainOf({ workload: { type: "noisy-neighbour", parameters: {} } });
  const calm = ratesBetween(domain, 100, 700);
  const contended = ratesBetween(under(domain, 100, "cpu-contention", { cpuDelay: 50 }), 104, 700);
  expect(contended.vcpu("delaySeconds")).toBeGreaterThan(10 * calm.vcpu("delaySeconds"));
  expect(contended.vcpu("seconds")).toBeLessThan(calm.vcpu("seconds"));
  const idle = domainOf({ workload: { type: "idle", parameters: {} } });
  const idleContended = ratesBetween(under(idle, 100, "cpu-contention", { cpuDelay: 2 }), 104, 3000);
  expect(idleContended.vcpu("delaySeconds") / ratesBetween(idle, 104, 3000).vcpu("delaySeconds")).toBeCloseTo(
    2,
    1,
  );
});

test("slow storage takes more time per request, and there are fewer requests", () => {
  const domain = domainOf({ workload: { type: "database", parameters: {} } });
  const calm = ratesBetween(domain, 104, 1000);
  const slow = ratesBetween(under(domain, 100, "storage-slowdown", { storageLatency: 10 }), 104, 1000);
  const latency = (rates: typeof calm) => rates.disk("readSeconds") / rates.disk("readOperations");
  expect(latency(slow) / latency(calm)).toBeCloseTo(10, 1);
  expect(slow.disk("readOperations") / calm.disk("readOperations")).toBeCloseTo(2 / 11, 2);
  expect(slow.vcpu("seconds")).toBeCloseTo(calm.vcpu("seconds"), 3);
});

test("troubled network brings less and drops some; a cut one brings nothing; a flooded one more and drops none", () => {
  const domain = domainOf();
  const calm = ratesBetween(domain, 104, 1000);
  const with_ = (network: number) =>
    ratesBetween(under(domain, 100, "network-trouble", { network }), 104, 1000);
  expect(with_(0.5).network("receiveBytes") / calm.network("receiveBytes")).toBeCloseTo(0.5, 2);
  expect(with_(0.5).network("receiveDropped")).toBeGreaterThan(0);
  expect([with_(0).network("transmitBytes"), with_(0).network("receiveDropped")]).toEqual([0, 0]);
  expect(with_(3).network("transmitPackets") / calm.network("transmitPackets")).toBeCloseTo(3, 1);
  expect(with_(3).network("receiveDropped")).toBe(0);
});

test("conditions heal: afterwards the domain grows as one that nothing happened to", () => {
  const domain = domainOf({ workload: { type: "custom", parameters: {} } });
  const troubled = under(domain, 100, "migration", { cpuDelay: 20, storageLatency: 9, network: 0.3 });
  const healed = ratesBetween(under(troubled, 400, "heal", {}), 404, 2000);
  const calm = ratesBetween(domain, 404, 2000);
  healed.all.forEach((rate, place) => {
    if (place > 8)
      expect(Math.abs(rate - (calm.all[place] ?? NaN))).toBeLessThanOrEqual(1e-2 + 1e-3 * Math.abs(rate));
  });
});

test("a segment cannot begin before the one before it", () => {
  const domain = under(domainOf(), 100, "pause", { running: 0 });
  expect(() => under(domain, 99, "unpause", {})).toThrow(
    new RangeError(
      "a segment of default/vm from t = 99: expected it to begin at or after the one before it (pause, t = 100); append segments in the order of time",
    ),
  );
});

test("after a live migration the hypervisor counts from 0 and the guest does not notice", () => {
  const domain = domainOf({
    startSeconds: -9000,
    workload: { type: "memory-leak", parameters: { leakRate: 2 ** 20 } },
  });
  const moved = migrateDomain(domain, seed, { atSeconds: 50, nodeName: "node09", hostCpus: 8 });
  const [left, arrived] = [domain, moved].map((present) => readAt(new DomainReader(present, seed), 50));
  if (left === undefined || arrived === undefined) throw new Error("unreachable");
  expect(arrived.of("cpuUsageSeconds")).toBe(0);
  const earlier = readAt(new DomainReader(moved, seed), -1000);
  for (const name of ["cpuUsageSeconds", "memoryMajorFaults", "memoryUnusedBytes"] as const) {
    expect(earlier.of(name)).toBe(arrived.of(name));
  }
  expect(slot(arrived, arrived.layout.disk(0), diskSlots.readBytes)).toBe(0);
  expect(slot(arrived, arrived.layout.interface(0), interfaceSlots.receiveBytes)).toBe(0);
  for (const name of [
    "memoryMajorFaults",
    "memorySwapOutBytes",
    "memoryCachedBytes",
    "memoryUnusedBytes",
  ] as const) {
    expect(arrived.of(name)).toBeGreaterThan(0);
    expect(Math.abs(arrived.of(name) / left.of(name) - 1)).toBeLessThan(0.02);
  }
  expect(arrived.of("nodeCpuAffinityPairs")).toBe(16);
  expect(moved.nodeName).toBe("node09");
  expect(readAt(new DomainReader(moved, seed), 5000).of("cpuUsageSeconds")).toBeGreaterThan(10);
  expect(readAt(new DomainReader(moved, seed), 56).of("guestLoad15m")).toBeGreaterThan(0);
  expect(arrived.of("memoryDomainBytes")).toBe(4 * GiB);
});
