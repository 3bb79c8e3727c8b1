import { condition } from "../conditions.ts";
import { Ramp, saturation, Succession, wandering, type Curve } from "../curves.ts";
import type { Domain } from "../domain.ts";
import { at } from "../numbers.ts";
import { streamFrom, uniform } from "../random.ts";
import { domainSlots } from "../reading.ts";
import { KiB, MiB } from "../workloads/parameters.ts";
import { between, characterOf, type Moment, type ResourceContext } from "./context.ts";

export const pageBytes = 4 * KiB;
/** Shares of what the guest can use: held right after boot, and never more than. */
const heldAtBoot = 0.06;
const heldAtMost = 0.95;
/** Held memory wanders by this share, and this share is always left free. */
const wanderingShare = 0.012;
const freeAtLeast = 0.015;
/** Of what is held, the part that the kernel could give back (slab). */
const reclaimable = 0.03;
/** Pressure begins when this share is held, and is full at `heldAtMost`. */
const pressureFrom = 0.85;
/** Of the pages that were swapped out, those that are needed again. */
export const swappedBackIn = 0.7;
/** Seconds until programs are warm, and over which held memory wanders and Windows zeroes its pages. */
const warmSeconds = 400;
const wanderSeconds = 45;
const zeroSeconds = 40;

/** How the guest's memory fills: the one source of everything that is told about it. */
export class MemoryGauges {
  /** 0 to 1, over the time that the guest ran. */
  readonly pressure: Curve;
  /** Shares of the guest's memory. */
  readonly #warmPerSecond: number;
  readonly #leakPerSecond: number;
  readonly #dirtyRate: number;
  readonly #domainKiB: number;
  readonly #availableKiB: number;
  readonly #emulatorBytes: number;
  readonly #balloonSeconds: number;
  readonly #zeroesPages: boolean;
  readonly #stream: number;
  readonly #places: {
    readonly filled: number;
    readonly minor: number;
    readonly major: number;
    readonly swap: number;
  };

  constructor(context: ResourceContext) {
    const { domain, seed, load } = context;
    const draw = characterOf(context, "memory");
    this.#dirtyRate = Math.min(load.dirtyRate, domain.memoryBytes);
    this.#domainKiB = Math.floor(domain.memoryBytes / KiB);
    this.#availableKiB = Math.floor(this.#domainKiB * between(draw, [0.94, 0.975]));
    this.#emulatorBytes = emulatorBytes(domain, draw());
    this.#balloonSeconds = uniform(5, 15, seed, "balloon", domain.uid);
    this.#zeroesPages = domain.workload.type === "windows-desktop";
    this.#stream = streamFrom(draw);
    this.#warmPerSecond = (Math.max(load.memory, heldAtBoot) - heldAtBoot) / warmSeconds;
    this.#leakPerSecond = load.leakRate / (this.#availableKiB * KiB);
    this.pressure = this.#pressure();
    this.#places = memoryFlows(context, draw);
  }

  write({ runSeconds, totals, demandRate }: Moment, into: Float64Array, place: number): void {
    const available = this.#availableKiB;
    const held = this.#heldKiB(runSeconds);
    const cached = this.#cachedKiB(available - held, at(totals, this.#places.filled));
    const unused = available - held - cached;
    into[place + domainSlots.memoryResidentBytes] = this.#residentBytes(held + cached, runSeconds);
    into[place + domainSlots.memoryDomainBytes] = this.#domainKiB * KiB;
    into[place + domainSlots.memoryActualBalloonBytes] = this.#domainKiB * KiB;
    into[place + domainSlots.dirtyRateBytesPerSecond] = mebibytes(this.#dirtyRate * demandRate);
    const reports = runSeconds >= this.#balloonSeconds;
    into[place + domainSlots.memoryAvailableBytes] = reports ? available * KiB : NaN;
    into[place + domainSlots.memoryUnusedBytes] = reports ? unused * KiB : NaN;
    into[place + domainSlots.memoryCachedBytes] = reports ? cached * KiB : NaN;
    const usable = unused + cached + Math.floor(held * reclaimable);
    into[place + domainSlots.memoryUsableBytes] = reports ? usable * KiB : NaN;
    this.#writePaging(totals, into, place, reports);
  }

  #writePaging(totals: Float64Array, into: Float64Array, place: number, reports: boolean): void {
    const { minor, major, swap } = this.#places;
    const swappedOut = Math.floor(at(totals, swap));
    const swappedIn = Math.floor(swappedOut * swappedBackIn);
    into[place + domainSlots.memorySwapInBytes] = reports ? swappedIn * pageBytes : NaN;
    into[place + domainSlots.memorySwapOutBytes] = reports ? swappedOut * pageBytes : NaN;
    into[place + domainSlots.memoryMajorFaults] = reports ? Math.floor(at(totals, major)) : NaN;
    into[place + domainSlots.memoryMinorFaults] = reports ? Math.floor(at(totals, minor)) : NaN;
  }

  /** What programs and the kernel hold: rises while they warm up, with a leak for good, and wanders a little. */
  #heldKiB(runSeconds: number): number {
    const warmed = this.#warmPerSecond * Math.min(runSeconds, warmSeconds);
    const share = Math.min(heldAtMost, heldAtBoot + warmed + this.#leakPerSecond * runSeconds);
    const wander = wanderingShare * wandering(this.#stream, runSeconds / wanderSeconds);
    return Math.ceil(this.#availableKiB * (share + wander));
  }

  /** Follows from what is held: 0 up to `pressureFrom`, 1 at `heldAtMost`. */
  #pressure(): Curve {
    const span = heldAtMost - pressureFrom;
    const leaking = this.#leakPerSecond / span;
    const warming = this.#warmPerSecond / span;
    const atBoot = (heldAtBoot - pressureFrom) / span;
    const warm = new Ramp(atBoot + warming * warmSeconds, leaking);
    return new Succession(new Ramp(atBoot, warming + leaking), warmSeconds, warm);
  }

  /** What of the files that were read and written still is in memory: all of it while there is room. */
  #cachedKiB(notHeldKiB: number, filledBytes: number): number {
    const room = notHeldKiB - Math.ceil(this.#availableKiB * freeAtLeast);
    return Math.floor(room * saturation(filledBytes / (room * KiB)));
  }

  /** What the host has had to give the QEMU process: each page that the guest ever touched, and its own. */
  #residentBytes(usedKiB: number, runSeconds: number): number {
    const touched = this.#domainKiB - this.#availableKiB + usedKiB;
    const zeroed = this.#zeroesPages ? (this.#domainKiB - touched) * saturation(runSeconds / zeroSeconds) : 0;
    return this.#emulatorBytes + Math.floor(touched + zeroed) * KiB;
  }
}

/** QEMU measures the dirty rate in whole MiB per second. */
function mebibytes(bytes: number): number {
  return Math.round(bytes / MiB) * MiB;
}

/** What a QEMU process can take beside the guest's memory, in bytes: itself, its page tables, a stack per vCPU. */
export function mostEmulatorBytes({ memoryBytes, vcpus }: Pick<Domain, "memoryBytes" | "vcpus">): number {
  return 200 * MiB + memoryBytes / 512 + 8 * MiB * vcpus;
}

/** @param draw from [0, 1) */
function emulatorBytes(domain: Domain, draw: number): number {
  return Math.floor(((0.5 + 0.4 * draw) * mostEmulatorBytes(domain)) / KiB) * KiB;
}

/** Pages that a guest under full memory pressure swaps out to its first disk, per second. */
export function swapOutRate(context: ResourceContext): number {
  return between(characterOf(context, "swap"), [200, 800]);
}

function memoryFlows(context: ResourceContext, draw: () => number) {
  const { plan, load, domain } = context;
  const busyVcpus = Math.min(8, load.cpu * domain.vcpus);
  const filled = load.readRate * load.readSize + load.writeRate * load.writeSize;
  return {
    filled: plan.add({ demand: filled, boot: load.bootReads }, condition.guest),
    minor: plan.add(
      { steady: 30, demand: between(draw, [600, 1200]) * busyVcpus, boot: between(draw, [90_000, 220_000]) },
      condition.guest,
    ),
    major: plan.add(
      {
        demand: between(draw, [0.1, 0.4]) * busyVcpus,
        boot: between(draw, [1300, 2500]),
        pressure: between(draw, [60, 250]),
      },
      condition.guest,
    ),
    swap: plan.add({ pressure: swapOutRate(context) }, condition.guest),
  };
}
