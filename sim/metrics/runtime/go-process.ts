import type { ComponentKind, KubeVirtVersion } from "../../model/components.ts";
import { uniform } from "../../model/random.ts";
import { GarbageCollector, type Pauses } from "./garbage-collector.ts";
import { goMemory, type GoMemory } from "./go-memory.ts";
import { goReleases, profileOf, type GoRelease, type ProcessProfile } from "./process-profile.ts";

export interface GoProcessOptions {
  readonly kind: ComponentKind;
  readonly version: KubeVirtVersion;
  readonly seed: number;
  readonly podUid: string;
  /** 0 for the pod's first container; a restarted one begins anew. */
  readonly restartCount: number;
  readonly startedAtSeconds: number;
  readonly epochMillis: number;
}

/** A Go process as its own metrics show it at one moment. */
export interface GoProcessState {
  readonly startTimeSeconds: number;
  readonly cpuSeconds: number;
  readonly goroutines: number;
  readonly threads: number;
  readonly openFileDescriptors: number;
  readonly residentBytes: number;
  readonly virtualBytes: number;
  readonly networkReceivedBytes: number;
  readonly networkSentBytes: number;
  readonly memory: GoMemory;
  readonly pauses: Pauses;
  /** 0 before the first collection. */
  readonly lastCollectionTimeSeconds: number;
  readonly garbageCollectionCpuFraction: number;
}

/** CPUs of a node; nothing limits the components to fewer. */
const maxProcs = 8;
const pageBytes = 4096;
/** CPU time that the start of a program takes. */
const startCpuSeconds = 1.4;

/**
 * The process of one component: a pure function of the seed, the container and t.
 *
 * Its numbers agree with one another as a Go program's do: what the heap holds is what was allocated less
 * what was freed, and all parts of its memory add up.
 */
export class GoProcess {
  readonly release: GoRelease;
  readonly maxProcs = maxProcs;
  readonly #options: GoProcessOptions;
  readonly #key: readonly (string | number)[];
  readonly #profile: ProcessProfile;
  readonly #collector: GarbageCollector;
  readonly #draws = new Map<string, number>();

  constructor(options: GoProcessOptions) {
    const { kind, version, seed, podUid, restartCount } = options;
    this.#options = options;
    this.release = goReleases[version];
    this.#key = ["process", podUid, restartCount];
    this.#profile = profileOf(kind, seed, this.#key);
    this.#collector = new GarbageCollector(this.#profile, seed, this.#key);
  }

  at(t: number): GoProcessState {
    const { startedAtSeconds, epochMillis } = this.#options;
    const age = Math.max(0, t - startedAtSeconds);
    const profile = this.#profile;
    const goroutines = Math.round(profile.goroutines * (1 + 0.03 * this.#sway(age, 90, "goroutines")));
    const memory = goMemory(this.#collector.heapAt(age), goroutines, this.release, maxProcs, (name) =>
      this.#draw(name),
    );
    const inRam = profile.residentBinaryBytes + memory.sysBytes - memory.heapReleasedBytes;
    const start = epochMillis / 1000 + startedAtSeconds;
    const cycles = this.#collector.cyclesAt(age);
    return {
      startTimeSeconds: Math.floor(start * 100) / 100,
      cpuSeconds: this.#cpuSecondsAt(age),
      goroutines,
      threads: profile.threads,
      openFileDescriptors: profile.openFileDescriptors + Math.round(2 * this.#sway(age, 45, "files")),
      residentBytes: Math.floor((0.96 * inRam) / pageBytes) * pageBytes,
      virtualBytes: Math.floor((this.#draw("virtual") * 2 ** 28 + 1.25 * 2 ** 30) / pageBytes) * pageBytes,
      networkReceivedBytes: this.#totalAt(age, profile.networkReceivedBytesPerSecond, "received"),
      networkSentBytes: this.#totalAt(age, profile.networkSentBytesPerSecond, "sent"),
      memory,
      pauses: this.#collector.pausesAt(age),
      lastCollectionTimeSeconds: cycles === 0 ? 0 : start + this.#collector.cycleStart(cycles),
      garbageCollectionCpuFraction: 0.00002 + 0.0004 / (1 + age / 60),
    };
  }

  /** Kernels count CPU time in hundredths. */
  #cpuSecondsAt(age: number): number {
    const start = startCpuSeconds * (1 - Math.exp(-age / 4));
    return Math.floor((start + this.#swayingTotal(age, this.#profile.cpuRate, 300, "cpu")) * 100) / 100;
  }

  #totalAt(age: number, rate: number, name: string): number {
    return Math.floor(this.#swayingTotal(age, rate, 200, name));
  }

  /** A total whose rate sways by up to a third around `rate`: it never falls. */
  #swayingTotal(age: number, rate: number, periodSeconds: number, name: string): number {
    const phase = 2 * Math.PI * this.#draw(name);
    const turn = (2 * Math.PI) / periodSeconds;
    return rate * (age + (Math.sin(turn * age + phase) - Math.sin(phase)) / (3 * turn));
  }

  /** Something between -1 and 1 that wanders without a visible period. */
  #sway(age: number, periodSeconds: number, name: string): number {
    const phase = 2 * Math.PI * this.#draw(name);
    const turn = (2 * Math.PI * age) / periodSeconds;
    return (Math.sin(turn + phase) + Math.sin(turn * 2.618 + 2 * phase)) / 2;
  }

  /** A draw from [0, 1) that stays the same while the process lives. */
  #draw(name: string): number {
    const drawn = this.#draws.get(name) ?? uniform(0, 1, this.#options.seed, ...this.#key, name);
    this.#draws.set(name, drawn);
    return drawn;
  }
}
