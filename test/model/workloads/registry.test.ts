import { expect, test } from "vitest";
import { DomainReader } from "../../../sim/model/domain-reader.ts";
import { diskSlots, interfaceSlots } from "../../../sim/model/reading.ts";
import { workloadTypes, type Workload } from "../../../sim/model/workload.ts";
import type { ParameterName } from "../../../sim/model/workloads/parameters.ts";
import { loadOf, workloadKinds } from "../../../sim/model/workloads/registry.ts";
import { domainOf, indexes, readAt, slot } from "../support.ts";

test("every workload is described, and its defaults and what VMs make of them are within bounds", () => {
  expect(Object.keys(workloadKinds).sort()).toEqual([...workloadTypes].sort());
  for (const { description, parameters } of Object.values(workloadKinds)) {
    expect(description).toMatch(/^[A-Z].*\.$/);
    for (const parameter of Object.values(parameters)) {
      expect(parameter.description).toMatch(/^[A-Z].*\.$/);
      expect(parameter.default).toBeGreaterThanOrEqual(parameter.minimum);
      expect(parameter.default * (1 + parameter.spread)).toBeLessThanOrEqual(parameter.maximum * 1.3);
    }
  }
});

test("a given parameter is taken as it is; a default differs by VM and not by start", () => {
  const workload: Workload = { type: "database", parameters: { dirtyRate: 40e6 } };
  const loads = indexes(20).map((index) => loadOf(workload, 1, `default/vm-${index}`));
  expect(new Set(loads.map(({ dirtyRate }) => dirtyRate))).toEqual(new Set([40e6]));
  expect(new Set(loads.map(({ readRate }) => readRate)).size).toBe(20);
  expect(loadOf(workload, 1, "default/vm-3")).toEqual(loads[3]);
});

test("a number out of range is brought into range, no number and an unknown name do nothing", () => {
  const wild = { cpu: 7, readRate: -3, memory: NaN, period: Infinity, nonsense: 1, constructor: 5 };
  const load = loadOf({ type: "custom", parameters: wild }, 1, "default/vm");
  expect([load.cpu, load.readRate]).toEqual([0.93, 0]);
  expect(load.memory).toBe(loadOf({ type: "custom", parameters: {} }, 1, "default/vm").memory);
  expect(load.period).toBe(workloadKinds.custom.parameters.period.maximum);
  expect(load).not.toHaveProperty("nonsense");
});

/** What a guest with this parameter does per second over a day, when all else is as even as can be. */
function measured(parameter: ParameterName, value: number) {
  const parameters = { swing: 0, variation: 0, burstShare: 0, [parameter]: value };
  const reader = new DomainReader(domainOf({ startSeconds: 0, workload: { type: "custom", parameters } }), 1);
  const [from, to] = [readAt(reader, 4000), readAt(reader, 90_400)];
  const rate = (place: number) => (slot(to, place, 0) - slot(from, place, 0)) / 86_400;
  return { to, rate, disk: reader.layout.disk(0), network: reader.layout.interface(0) };
}

const meaning: readonly (readonly [ParameterName, number, (found: ReturnType<typeof measured>) => number])[] =
  [
    ["cpu", 0.4, ({ rate, to }) => (rate(to.layout.vcpu(0)) + rate(to.layout.vcpu(1))) / 2],
    ["systemShare", 0.3, ({ rate }) => rate(13) / rate(11)],
    ["readRate", 55, ({ rate, disk }) => rate(disk + diskSlots.readOperations)],
    ["writeRate", 33, ({ rate, disk }) => rate(disk + diskSlots.writeOperations)],
    [
      "readSize",
      40_000,
      ({ rate, disk }) => rate(disk + diskSlots.readBytes) / rate(disk + diskSlots.readOperations),
    ],
    [
      "writeSize",
      9000,
      ({ rate, disk }) => rate(disk + diskSlots.writeBytes) / rate(disk + diskSlots.writeOperations),
    ],
    ["receiveRate", 1e6, ({ rate, network }) => rate(network + interfaceSlots.receiveBytes)],
    ["transmitRate", 2e7, ({ rate, network }) => rate(network + interfaceSlots.transmitBytes)],
    ["dirtyRate", 64 * 2 ** 20, ({ to }) => to.of("dirtyRateBytesPerSecond")],
    ["memory", 0.5, ({ to }) => 1 - to.of("memoryUsableBytes") / to.of("memoryAvailableBytes")],
  ];

test.each(meaning)("a guest with %s %d shows just that, on average", (parameter, value, found) => {
  expect(Math.abs(found(measured(parameter, value)) / value - 1)).toBeLessThan(0.03);
});

test("a leak takes the page cache first and then makes the guest swap and fault", () => {
  const parameters = { leakRate: 2 ** 20 };
  const reader = new DomainReader(
    domainOf({ startSeconds: 0, workload: { type: "memory-leak", parameters } }),
    1,
  );
  const [early, late, later] = [600, 5000, 5600].map((t) => readAt(reader, t));
  if (early === undefined || late === undefined || later === undefined) throw new Error("unreachable");
  expect(late.of("memoryUsableBytes")).toBeLessThan(0.2 * early.of("memoryUsableBytes"));
  expect(late.of("memoryCachedBytes")).toBeLessThan(early.of("memoryCachedBytes"));
  expect(early.of("memorySwapOutBytes")).toBe(0);
  expect(later.of("memorySwapOutBytes") - late.of("memorySwapOutBytes")).toBeGreaterThan(0);
  const faults = (from: typeof late, to: typeof late) =>
    to.of("memoryMajorFaults") - from.of("memoryMajorFaults");
  expect(faults(late, later) / 600).toBeGreaterThan(10 * (faults(early, readAt(reader, 1200)) / 600));
  const written = (read: typeof late) => slot(read, reader.layout.disk(0), diskSlots.writeBytes);
  expect(written(later) - written(late)).toBeGreaterThanOrEqual(
    later.of("memorySwapOutBytes") - late.of("memorySwapOutBytes"),
  );
});

test("a guest boots with a spike of CPU, reads and page faults, whatever its workload", () => {
  for (const type of workloadTypes) {
    const domain = domainOf({ startSeconds: 0, workload: { type, parameters: {} } });
    const reader = new DomainReader(domain, 1);
    const rates = (from: number, to: number) => {
      const [first, last] = [readAt(reader, from), readAt(reader, to)];
      const place = reader.layout.disk(0) + diskSlots.readBytes;
      return [
        last.of("cpuUsageSeconds") - first.of("cpuUsageSeconds"),
        slot(last, place, 0) - slot(first, place, 0),
      ].map((grown) => grown / (to - from));
    };
    const [bootCpu = 0, bootReads = 0] = rates(3.25, 19.5);
    expect(bootCpu).toBeGreaterThan(0.6);
    expect(bootReads).toBeGreaterThan(5e6);
    expect(readAt(reader, 600).of("memoryMajorFaults")).toBeGreaterThan(1000);
    if (type === "noisy-neighbour") continue;
    const [workCpu = 0, workReads = 0] = rates(3600, 3600 * 20);
    expect(workCpu).toBeLessThan(bootCpu);
    expect(workReads).toBeLessThan(bootReads);
  }
});
