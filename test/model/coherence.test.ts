import { beforeAll, expect, test } from "vitest";
import type { Domain } from "../../sim/model/domain.ts";
import { DomainReader } from "../../sim/model/domain-reader.ts";
import {
  diskSlotCount,
  diskSlots,
  domainSlots,
  filesystemSlots,
  interfaceSlotCount,
  interfaceSlots,
  vcpuSlots,
} from "../../sim/model/reading.ts";
import { queueDepth } from "../../sim/model/resources/disk.ts";
import { longestFrameBytes } from "../../sim/model/resources/interface.ts";
import { mostEmulatorBytes } from "../../sim/model/resources/memory.ts";
import { indexes, manyDomains, momentsOf, readAt, slot, type Read } from "./support.ts";

/** Whether a reading and the one before it, of the same domain, are physically possible. */
type Law = (domain: Domain, present: Read, previous: Read) => boolean;

/** Sums of what was whole ticks and nanoseconds before it was divided are off by less than this. */
const rounding = 1e-6;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const grown = (present: Read, previous: Read, place: number) =>
  slot(present, place, 0) - slot(previous, place, 0);

const domainCounters = [
  "memorySwapInBytes",
  "memorySwapOutBytes",
  "memoryMajorFaults",
  "memoryMinorFaults",
  "cpuUsageSeconds",
  "cpuUserSeconds",
  "cpuSystemSeconds",
] as const;

const vcpuPlaces = ({ vcpus }: Domain, { layout }: Read) => indexes(vcpus).map((index) => layout.vcpu(index));
const diskPlaces = ({ disks }: Domain, { layout }: Read) => disks.map((_, index) => layout.disk(index));
const interfacePlaces = ({ interfaces }: Domain, { layout }: Read) =>
  interfaces.map((_, index) => layout.interface(index));

function counterPlaces(domain: Domain, read: Read): number[] {
  const within = (starts: readonly number[], count: number) =>
    starts.flatMap((start) => indexes(count).map((place) => start + place));
  return [
    ...domainCounters.map((name) => domainSlots[name]),
    ...within(vcpuPlaces(domain, read), vcpuSlots.state),
    ...within(diskPlaces(domain, read), diskSlotCount),
    ...within(interfacePlaces(domain, read), interfaceSlotCount),
  ];
}

const countersNeverFall: Law = (domain, present, previous) =>
  counterPlaces(domain, present).every(
    (place) => !(grown(present, previous, place) < 0) && !(slot(present, place, 0) < 0),
  );

const vcpusHaveOneSecondPerSecond: Law = (domain, present, previous) =>
  vcpuPlaces(domain, present).every((place) => {
    const ran = grown(present, previous, place + vcpuSlots.seconds);
    const delayed = grown(present, previous, place + vcpuSlots.delaySeconds);
    return ran + delayed <= present.t - previous.t + rounding;
  });

const cpuTimesBelongTogether: Law = (domain, present, previous) => {
  const used = present.of("cpuUsageSeconds");
  const ran = sum(vcpuPlaces(domain, present).map((place) => slot(present, place, vcpuSlots.seconds)));
  const most = (domain.vcpus + 0.2) * (present.t - previous.t);
  return (
    ran <= used + rounding &&
    used - previous.of("cpuUsageSeconds") <= most + rounding &&
    Math.abs(present.of("cpuUserSeconds") + present.of("cpuSystemSeconds") - used) < rounding
  );
};

const memoryFits: Law = (domain, present) => {
  const all = present.of("memoryDomainBytes");
  const available = present.of("memoryAvailableBytes");
  const [unused, cached] = [present.of("memoryUnusedBytes"), present.of("memoryCachedBytes")];
  const usable = present.of("memoryUsableBytes");
  const processFits = present.of("memoryResidentBytes") <= all + mostEmulatorBytes(domain);
  const guestFits =
    unused >= 0 && cached >= 0 && unused <= usable && usable <= available && unused + cached <= available;
  const isReported = !Number.isNaN(available);
  return processFits && all <= domain.memoryBytes && (!isReported || (guestFits && available <= all));
};

const packetsHoldTheirBytes: Law = (domain, present) =>
  interfacePlaces(domain, present).every((place) => {
    const value = (name: keyof typeof interfaceSlots) => slot(present, place, interfaceSlots[name]);
    const fits = (bytes: number, packets: number) =>
      bytes <= packets * longestFrameBytes && bytes >= packets * 60;
    return (
      fits(value("receiveBytes"), value("receivePackets")) &&
      fits(value("transmitBytes"), value("transmitPackets")) &&
      value("receiveDropped") <= value("receivePackets")
    );
  });

const disksKeepToTheirQueue: Law = (domain, present, previous) =>
  diskPlaces(domain, present).every((place) => {
    const times = [diskSlots.readSeconds, diskSlots.writeSeconds, diskSlots.flushSeconds];
    const busy = sum(times.map((time) => grown(present, previous, place + time)));
    return busy <= queueDepth * (present.t - previous.t) + rounding;
  });

const diskRequestsBelongTogether: Law = (domain, present) =>
  diskPlaces(domain, present).every((place) => {
    const value = (name: keyof typeof diskSlots) => slot(present, place, diskSlots[name]);
    const fits = (bytes: number, operations: number) => bytes >= operations * 4096 && bytes % 4096 === 0;
    return (
      fits(value("readBytes"), value("readOperations")) &&
      fits(value("writeBytes"), value("writeOperations")) &&
      value("flushOperations") <= value("writeOperations")
    );
  });

const filesystemsFit: Law = (domain, present) =>
  domain.filesystems.every(({ capacityBytes }, index) => {
    const place = present.layout.filesystem(index);
    const used = slot(present, place, filesystemSlots.usedBytes);
    const capacity = slot(present, place, filesystemSlots.capacityBytes);
    const isReported = !Number.isNaN(capacity);
    return isReported ? used >= 0 && used <= capacity && capacity === capacityBytes : Number.isNaN(used);
  });

const swapsOnlyUnderPressure: Law = (_, present, previous) => {
  const swaps = present.of("memorySwapOutBytes") > previous.of("memorySwapOutBytes");
  const isScarce = present.of("memoryUsableBytes") < 0.2 * present.of("memoryAvailableBytes");
  return (!swaps || isScarce) && !(present.of("memorySwapInBytes") > present.of("memorySwapOutBytes"));
};

const isWhole = (value: number) => Number.isNaN(value) || Number.isInteger(value);
/** Beyond 13 days a float64 of seconds no longer tells nanoseconds apart. */
const isNanoseconds = (seconds: number) => seconds > 2 ** 20 || Math.round(seconds * 1e9) / 1e9 === seconds;
const isTicks = (seconds: number) => Math.round(seconds * 100) / 100 === seconds;

const wholeNumbersAreWhole: Law = (domain, present) => {
  const kibibytes = indexes(domainSlots.memorySwapOutBytes + 1);
  const ticks = [domainSlots.cpuUsageSeconds, domainSlots.cpuUserSeconds, domainSlots.cpuSystemSeconds];
  const times = [diskSlots.readSeconds, diskSlots.writeSeconds, diskSlots.flushSeconds];
  const requests = [diskSlots.readOperations, diskSlots.writeOperations, diskSlots.flushOperations];
  return (
    kibibytes.every((place) => isWhole(slot(present, place, 0) / 1024)) &&
    isWhole(present.of("memoryMajorFaults")) &&
    isWhole(present.of("memoryMinorFaults")) &&
    isWhole(present.of("dirtyRateBytesPerSecond") / 2 ** 20) &&
    ticks.every((place) => isTicks(slot(present, place, 0))) &&
    vcpuPlaces(domain, present).every(
      (place) =>
        isTicks(slot(present, place, vcpuSlots.seconds)) &&
        isNanoseconds(slot(present, place, vcpuSlots.delaySeconds)) &&
        isNanoseconds(slot(present, place, vcpuSlots.waitSeconds)),
    ) &&
    diskPlaces(domain, present).every(
      (start) =>
        requests.every((place) => isWhole(slot(present, start, place))) &&
        times.every((place) => isNanoseconds(slot(present, start, place))),
    ) &&
    interfacePlaces(domain, present).every((start) =>
      indexes(interfaceSlotCount).every((place) => isWhole(slot(present, start, place))),
    )
  );
};

const laws: Readonly<Record<string, Law>> = {
  "a counter never falls while the domain lives, and is never negative": countersNeverFall,
  "a vCPU never runs and waits for a CPU longer than time passes": vcpusHaveOneSecondPerSecond,
  "a domain uses what its vCPUs run, at most 0.2 CPUs more than it has, and that is user plus system":
    cpuTimesBelongTogether,
  "unused ≤ usable ≤ available ≤ domain; cached fits beside unused; the process fits domain and overhead":
    memoryFits,
  "packets are long enough for their bytes and no longer than a frame": packetsHoldTheirBytes,
  "a disk works on no more requests at once than its queue holds": disksKeepToTheirQueue,
  "a disk request moves whole blocks, and there is no flush without a write": diskRequestsBelongTogether,
  "a filesystem never holds more than its capacity": filesystemsFit,
  "a guest swaps only while little of its memory is usable, and in no more than out": swapsOnlyUnderPressure,
  "what libvirt has as whole numbers is whole": wholeNumbersAreWhole,
};

/** For each law, where it does not hold. */
const offences = new Map(Object.keys(laws).map((law) => [law, [] as string[]]));

beforeAll(() => {
  for (const { domain, seed, story } of manyDomains(8)) {
    const reader = new DomainReader(domain, seed);
    const reads = momentsOf(domain).map((t) => readAt(reader, t));
    reads.reduce((previous, present) => {
      for (const [name, law] of Object.entries(laws)) {
        if (law(domain, present, previous)) continue;
        offences.get(name)?.push(`${story}: t = ${previous.t} to ${present.t}`);
      }
      return present;
    });
  }
});

test.each(Object.keys(laws))("%s, in every workload, life and seed", (law) => {
  expect(offences.get(law)?.slice(0, 5)).toEqual([]);
});
