import { expect, test } from "vitest";
import { agentConnectsAt } from "../../sim/model/agent.ts";
import type { Domain } from "../../sim/model/domain.ts";
import { appendSegment } from "../../sim/model/domain-life.ts";
import { DomainReader } from "../../sim/model/domain-reader.ts";
import { domainSlots, filesystemSlots, interfaceSlots, vcpuSlots } from "../../sim/model/reading.ts";
import {
  domainOf,
  GiB,
  gridSeconds,
  indexes,
  manyDomains,
  momentsOf,
  readAt,
  slot,
  type Read,
} from "./support.ts";

const valuesOf = (domain: Domain, seed: number, t: number) =>
  readAt(new DomainReader(domain, seed), t).values;

test("two readers of one Domain agree, in whatever order they are asked", () => {
  for (const { domain, seed } of manyDomains(2)) {
    const [forwards, backwards] = [new DomainReader(domain, seed), new DomainReader(domain, seed)];
    const moments = momentsOf(domain).filter((_, index) => index % 5 === 0);
    const backwardsReads = moments.toReversed().map((t) => readAt(backwards, t).values);
    expect(moments.map((t) => readAt(forwards, t).values)).toEqual(backwardsReads.toReversed());
  }
});

test("a Domain that crossed a process boundary reads the same", () => {
  for (const { domain, seed } of manyDomains(1)) {
    expect(valuesOf(structuredClone(domain), seed, 100)).toEqual(valuesOf(domain, seed, 100));
  }
});

test("readings of other domains in between change nothing", () => {
  const [domain, other] = [domainOf(), domainOf({ name: "other", vcpus: 8, startSeconds: -60 })];
  const alone = new DomainReader(domain, 1);
  const [beside, neighbour] = [new DomainReader(domain, 1), new DomainReader(other, 1)];
  for (const t of indexes(50).map((index) => index * 7.9)) {
    readAt(neighbour, t + 1);
    const read = readAt(beside, t);
    readAt(neighbour, t);
    expect(read.values).toEqual(readAt(alone, t).values);
  }
});

test("a reading goes to its offset and touches nothing else", () => {
  const reader = new DomainReader(domainOf(), 1);
  const into = new Float64Array(reader.layout.length + 20).fill(-1);
  reader.read(10, into, 7);
  expect(into.subarray(0, 7).every((value) => value === -1)).toBe(true);
  expect(into.subarray(7 + reader.layout.length).every((value) => value === -1)).toBe(true);
  expect(into.subarray(7, 7 + reader.layout.length)).toEqual(readAt(reader, 10).values);
});

test("another name or seed gives another guest", () => {
  const base = valuesOf(domainOf(), 1, 100);
  expect(valuesOf(domainOf(), 2, 100)).not.toEqual(base);
  expect(valuesOf(domainOf({ name: "vm-2" }), 1, 100)).not.toEqual(base);
  expect(valuesOf(domainOf({ namespace: "shop" }), 1, 100)).not.toEqual(base);
});

test("a restarted VM keeps its character and counts from 0 again", () => {
  const old = domainOf({ workload: { type: "database", parameters: {} } });
  const restarted = {
    ...old,
    uid: "another",
    startSeconds: 0,
    segments: domainOf({ startSeconds: 0 }).segments,
  };
  expect(readAt(new DomainReader(restarted, 1), 0).of("cpuUsageSeconds")).toBe(0);
  const overADay = (domain: Domain) => {
    const reader = new DomainReader(domain, 1);
    return readAt(reader, 87_000).of("cpuUsageSeconds") - readAt(reader, 600).of("cpuUsageSeconds");
  };
  expect(Math.abs(overADay(restarted) / overADay(old) - 1)).toBeLessThan(0.001);
});

test("a device more changes no value of the other resources", () => {
  const one = domainOf({ disks: [], interfaces: [] });
  const two = domainOf({ disks: [{ alias: "data", device: "vda", capacityBytes: 2 ** 20 }], interfaces: [] });
  const cpu = (domain: Domain) => readAt(new DomainReader(domain, 3), 500).of("memoryDomainBytes");
  expect(cpu(two)).toBe(cpu(one));
});

test("values stand still between two steps of the 3.25 s grid, and every domain has its own grid", () => {
  const changes = (domain: Domain) => {
    const reader = new DomainReader(domain, 1);
    const at = (t: number) => readAt(reader, t).of("memoryMinorFaults");
    return indexes(2000)
      .map((index) => index * 0.05)
      .filter((t) => at(t) !== at(t - 0.05));
  };
  const times = changes(domainOf());
  expect(times).toHaveLength(31);
  times.slice(1).forEach((t, index) => expect(t - (times[index] ?? 0)).toBeCloseTo(gridSeconds, 6));
  const phases = indexes(20).map(
    (index) => (changes(domainOf({ name: `vm-${index}` }))[0] ?? 0) % gridSeconds,
  );
  expect(new Set(phases.map((phase) => phase.toFixed(2))).size).toBeGreaterThan(5);
});

test("a reading before the domain's beginning is that of its beginning", () => {
  const reader = new DomainReader(domainOf({ startSeconds: 5 }), 1);
  expect(readAt(reader, -100).values).toEqual(readAt(reader, 5).values);
  expect(readAt(reader, -100).of("cpuUsageSeconds")).toBe(0);
});

test("the balloon driver reports 5 to 15 s after the start, and what libvirt knows itself is there at once", () => {
  for (const uid of indexes(30).map(String)) {
    const reader = new DomainReader(domainOf({ uid, startSeconds: 0 }), 1);
    const reports = (read: Read) => !Number.isNaN(read.of("memoryUnusedBytes"));
    const first = indexes(400)
      .map((index) => index * 0.1)
      .find((t) => reports(readAt(reader, t)));
    expect(first).toBeGreaterThanOrEqual(5);
    expect(first).toBeLessThanOrEqual(15 + gridSeconds + 0.1);
    expect(readAt(reader, 0).of("memoryResidentBytes")).toBeGreaterThan(0);
    expect(readAt(reader, 0).of("memoryDomainBytes")).toBe(4 * GiB);
  }
});

test("the guest agent reports from when it connects, 12 to 40 s after the start: load every 120 s, filesystems every 300 s", () => {
  const domain = domainOf({ startSeconds: 0, workload: { type: "database", parameters: {} } });
  const connects = agentConnectsAt(domain, 1);
  expect(connects).toBeGreaterThanOrEqual(12);
  expect(connects).toBeLessThan(40);
  const reader = new DomainReader(domain, 1);
  const load = (t: number) => readAt(reader, t).of("guestLoad1m");
  const capacity = (t: number) =>
    slot(readAt(reader, t), reader.layout.filesystem(0), filesystemSlots.capacityBytes);
  const used = (t: number) => slot(readAt(reader, t), reader.layout.filesystem(0), filesystemSlots.usedBytes);
  expect([load(connects - 0.01), capacity(connects - 0.01)]).toEqual([NaN, NaN]);
  expect(load(connects + 0.01)).toBeGreaterThanOrEqual(0);
  expect(capacity(connects + 0.01)).toBe(domain.filesystems[0]?.capacityBytes);
  for (const n of indexes(20)) {
    const [asked, askedFilesystems] = [connects + 120 * n, connects + 300 * n];
    expect(load(asked + 119.9)).toBe(load(asked + 0.1));
    expect(used(askedFilesystems + 299.9)).toBe(used(askedFilesystems + 0.1));
  }
  expect(new Set(indexes(20).map((n) => load(connects + 120 * n + 1))).size).toBeGreaterThan(5);
  expect(used(86_400)).toBeGreaterThan(used(100));
});

test("a guest without an agent reports neither load nor filesystems", () => {
  const read = readAt(new DomainReader(domainOf({ guestAgent: false }), 1), 1000);
  expect(read.of("guestLoad15m")).toBeNaN();
  expect(slot(read, read.layout.filesystem(0), filesystemSlots.usedBytes)).toBeNaN();
});

test("a load average is what the vCPUs ran and wanted in the minutes before", () => {
  const parameters = { cpu: 0.5, swing: 0.9, period: 700, burstShare: 0 };
  const domain = domainOf({ disks: [], workload: { type: "custom", parameters } });
  const reader = new DomainReader(domain, 1);
  const wanted = (t: number) => {
    const read = readAt(reader, t);
    const vcpu = (index: number, name: "seconds" | "delaySeconds") =>
      slot(read, read.layout.vcpu(index), vcpuSlots[name]);
    return indexes(2).reduce((sum, index) => sum + vcpu(index, "seconds") + vcpu(index, "delaySeconds"), 0);
  };
  for (const asked of indexes(6).map((n) => agentConnectsAt(domain, 1) + 1200 + 120 * n)) {
    for (const [name, span] of [
      ["guestLoad1m", 60],
      ["guestLoad5m", 300],
      ["guestLoad15m", 900],
    ] as const) {
      const average = (wanted(asked) - wanted(asked - span)) / span;
      expect(Math.abs(readAt(reader, asked + 1).of(name) - average)).toBeLessThan(0.011 + gridSeconds / span);
    }
  }
});

test("the interfaces of a healthy guest drop nothing and see no errors, for days", () => {
  const domain = domainOf({ workload: { type: "noisy-neighbour", parameters: {} } });
  const read = readAt(new DomainReader(domain, 1), 7 * 86_400);
  const troubles = ["receiveErrors", "receiveDropped", "transmitErrors", "transmitDropped"] as const;
  expect(troubles.map((name) => slot(read, read.layout.interface(0), interfaceSlots[name]))).toEqual([
    0, 0, 0, 0,
  ]);
});

test("a segment appended at t changes no reading before t", () => {
  const domain = domainOf();
  const later = appendSegment(domain, 1, { fromSeconds: 500, cause: "pause", factors: { running: 0 } });
  for (const t of [-3600, 0, 300, 499.9]) expect(valuesOf(later, 1, t)).toEqual(valuesOf(domain, 1, t));
  expect(valuesOf(later, 1, 600)).not.toEqual(valuesOf(domain, 1, 600));
});

test("a segment without a change of conditions changes nothing but the last digit", () => {
  const domain = domainOf({ workload: { type: "batch", parameters: {} } });
  const cut = appendSegment(domain, 1, { fromSeconds: 777.7, cause: "heal", factors: {} });
  const [whole, inTwo] = [valuesOf(domain, 1, 50_000), valuesOf(cut, 1, 50_000)];
  whole.forEach((value, place) => {
    expect(Math.abs((inTwo[place] ?? NaN) - value)).toBeLessThanOrEqual(
      place < domainSlots.memoryMajorFaults ? 4096 * 4 : 2,
    );
  });
});
