import type { Domain, DomainFacts } from "../../sim/model/domain.ts";
import { appendSegment, fillFilesystem, migrateDomain, startDomain } from "../../sim/model/domain-life.ts";
import type { DomainReader } from "../../sim/model/domain-reader.ts";
import { random } from "../../sim/model/random.ts";
import { domainSlots, type ReadingLayout } from "../../sim/model/reading.ts";
import type { SegmentCause, SegmentFactors } from "../../sim/model/segment.ts";
import { workloadTypes, type Workload } from "../../sim/model/workload.ts";
import { parameters } from "../../sim/model/workloads/parameters.ts";

export const GiB = 2 ** 30;
export const gridSeconds = 3.25;

/** Facts of a common VM that started an hour before t = 0, with whatever the test cares about. */
export function facts(more: Partial<DomainFacts> = {}): DomainFacts {
  const { namespace = "default", name = "vm" } = more;
  return {
    uid: `uid-of-${namespace}-${name}`,
    namespace,
    name,
    nodeName: "node01",
    startSeconds: -3600.4,
    vcpus: 2,
    memoryBytes: 4 * GiB,
    disks: [
      { alias: "rootdisk", device: "vda", capacityBytes: 30 * GiB },
      { alias: "cloudinitdisk", device: "vdb", capacityBytes: 2 ** 20 },
    ],
    interfaces: [{ alias: "default", device: "vnet0" }],
    guestAgent: true,
    hostCpus: 32,
    workload: { type: "web", parameters: {} },
    ...more,
  };
}

export function domainOf(more: Partial<DomainFacts> = {}): Domain {
  return startDomain(facts(more));
}

/** One reading, by the names of its slots. */
export interface Read {
  readonly t: number;
  readonly values: Float64Array;
  readonly layout: ReadingLayout;
  of(slot: keyof typeof domainSlots): number;
}

export function readAt(reader: DomainReader, t: number): Read {
  const values = new Float64Array(reader.layout.length);
  reader.read(t, values);
  return { t, values, layout: reader.layout, of: (slot) => values[domainSlots[slot]] ?? NaN };
}

/** The slot so many places after `start`. */
export function slot(read: Read, start: number, place: number): number {
  return read.values[start + place] ?? NaN;
}

export const indexes = (count: number) => Array.from({ length: count }, (_, index) => index);

type Step = [fromSeconds: number, cause: SegmentCause, factors: SegmentFactors];

function living(domain: Domain, seed: number, steps: readonly Step[]): Domain {
  return steps.reduce(
    (present, [after, cause, factors]) =>
      appendSegment(present, seed, { fromSeconds: domain.startSeconds + after, cause, factors }),
    domain,
  );
}

/** What can happen to a domain, by name: each returns it with the segments that come of it. */
export const lives: Readonly<Record<string, (domain: Domain, seed: number) => Domain>> = {
  "nothing happens": (domain) => domain,
  "paused in its boot and later": (domain, seed) =>
    living(domain, seed, [
      [8.1, "pause", { running: 0 }],
      [95.6, "unpause", {}],
      [400, "pause", { running: 0 }],
      [2000.3, "unpause", {}],
    ]),
  "its node is contended": (domain, seed) =>
    living(domain, seed, [
      [12, "cpu-contention", { cpuDelay: 40 }],
      [700, "cpu-contention", { cpuDelay: 900 }],
      [1300, "heal", {}],
    ]),
  "its storage is slow, then stuck, then fast": (domain, seed) =>
    living(domain, seed, [
      [5, "storage-slowdown", { storageLatency: 8 }],
      [600, "storage-slowdown", { storageLatency: 100_000 }],
      [900, "heal", {}],
      [1500, "storage-slowdown", { storageLatency: 0.1 }],
    ]),
  "its network is troubled, cut, and flooded": (domain, seed) =>
    living(domain, seed, [
      [60, "network-trouble", { network: 0.4 }],
      [500, "network-trouble", { network: 0 }],
      [800, "network-trouble", { network: 12 }],
      [1000, "heal", {}],
    ]),
  "its launcher hangs": (domain, seed) =>
    living(domain, seed, [
      [40, "hang", { answering: 0 }],
      [700, "heal", {}],
    ]),
  "it panics": (domain, seed) => living(domain, seed, [[500, "panic", { running: 0 }]]),
  "its disk fills, and is emptied": (domain, seed) =>
    filled(filled(domain, seed, 100, 900, 1), seed, 2000, 0, 0.1),
  "everything at once": (domain, seed) =>
    living(domain, seed, [
      [30, "migration", { cpuDelay: 30, storageLatency: 5, network: 0.7 }],
      [333, "pause", { running: 0, cpuDelay: 30, storageLatency: 5, network: 0.7 }],
      [333, "unpause", { cpuDelay: 3, storageLatency: 50, network: 0.1 }],
      [1200, "heal", {}],
    ]),
  "it has come from another node": (domain, seed) =>
    migrateDomain(
      living(domain, seed, [
        [50, "pause", { running: 0 }],
        [300, "unpause", {}],
      ]),
      seed,
      {
        atSeconds: domain.startSeconds + 640.2,
        nodeName: "node02",
        hostCpus: 16,
      },
    ),
};

/** The Domain with the filesystem of its system filled from `after` on; it may have none. */
function filled(domain: Domain, seed: number, after: number, overSeconds: number, toShare: number): Domain {
  const mountPoint = domain.filesystems[0]?.mountPoint;
  if (mountPoint === undefined) return domain;
  const fromSeconds = domain.startSeconds + after;
  return fillFilesystem(domain, seed, { mountPoint, fromSeconds, overSeconds, toShare });
}

/** A workload whose every parameter is at a bound, or somewhere between. */
export function extremeWorkload(seed: number): Workload {
  const draw = random(seed, "extreme");
  const values = Object.entries(parameters).map(([name, { minimum, maximum }]) => {
    const choice = draw();
    const between = minimum + (maximum - minimum) * draw() ** 3;
    return [name, choice < 0.3 ? minimum : choice < 0.6 ? maximum : between] as const;
  });
  return { type: "custom", parameters: Object.fromEntries(values) };
}

/** Domains of every workload and life, small and large ones, with a seed each. */
export function* manyDomains(seeds: number): Generator<{ domain: Domain; seed: number; story: string }> {
  const shapes = [
    {},
    { vcpus: 1, memoryBytes: GiB / 4, interfaces: [], guestAgent: false },
    {
      vcpus: 16,
      memoryBytes: 64 * GiB,
      disks: ["vda", "vdb", "vdc"].map((device) => ({ alias: device, device, capacityBytes: 100 * GiB })),
      interfaces: ["a", "b", "c"].map((alias, index) => ({ alias, device: `vnet${index}` })),
    },
  ];
  for (let seed = 1; seed <= seeds; seed++) {
    const workloads = [...workloadTypes.map((type) => ({ type, parameters: {} })), extremeWorkload(seed)];
    for (const [index, workload] of workloads.entries()) {
      for (const [life, live] of Object.entries(lives)) {
        const shape = shapes[(seed + index) % shapes.length];
        const startSeconds = [-3600.4, -86_400.1, 0, 12.7][seed % 4] ?? 0;
        const domain = live(domainOf({ ...shape, workload, startSeconds, name: `vm-${seed}` }), seed);
        yield { domain, seed, story: `seed ${seed}, ${workload.type}, ${life}` };
      }
    }
  }
}

/**
 * Moments in a domain's life, in order, apart by whole steps of the grid: its first minutes, what its segments
 * change, hours and days later.
 */
export function momentsOf(domain: Domain): number[] {
  const begin = domain.segments[0]?.fromSeconds ?? 0;
  const steps = new Set([...indexes(60), ...indexes(60).map((index) => 60 + 11 * index)]);
  for (const { fromSeconds } of domain.segments) {
    const step = Math.floor((fromSeconds - begin) / gridSeconds);
    for (const near of [-1, 0, 1, 2]) steps.add(Math.max(0, step + near));
  }
  for (const hours of [1, 6, 24, 240])
    for (const step of [0, 1, 7]) steps.add(Math.round((hours * 3600) / gridSeconds) + step);
  return [...steps].sort((a, b) => a - b).map((step) => begin + step * gridSeconds);
}
