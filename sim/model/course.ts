import { condition, pacesOf, type Paces } from "./conditions.ts";
import { pulsePassed, type Curve } from "./curves.ts";
import type { Demand } from "./demand.ts";
import { bootEdge, FlowTable, type Drivers, type FlowPlan } from "./flows.ts";
import { clamp } from "./numbers.ts";
import { segmentIndexAt, type Segment } from "./segment.ts";
import { anglesAt, newAngles, type WaveAngles } from "./waves.ts";

interface CourseOptions {
  readonly segments: readonly Segment[];
  readonly plan: FlowPlan;
  readonly demand: Demand;
  /** Memory pressure, 0 to 1, over the time that the guest ran. */
  readonly pressure: Curve;
  readonly bootSeconds: number;
  /** Time a vCPU waits for a CPU per second that it runs, without contention. */
  readonly delayShare: number;
}

/** What is being worked out at present; nothing outlives a call, so all courses share it. */
const scratch = newAngles();
const drivers: Drivers = { atWork: false, t: 0, angles: scratch, demand: 0, boot: 0, pressure: 0 };

/**
 * How far a domain's counters have come at any t, through all its segments.
 *
 * Within a segment each counter is what it was when the segment began, plus its flow since then times the pace
 * that the segment's conditions allow. The flow is the boot's first, the work's once the boot is done.
 */
export class Course {
  /** When the domain began on this node, in seconds (t). */
  readonly beginSeconds: number;
  readonly #segments: readonly Segment[];
  readonly #flows: FlowTable;
  readonly #demand: Demand;
  readonly #pressure: Curve;
  readonly #bootSeconds: number;
  readonly #delayShare: number;
  /** When the guest takes up its work; Infinity while it is paused in its boot. */
  readonly #workSeconds: number;
  /** The segment that paces and offsets are at hand for, and whether for work in it. */
  #entered: Segment | undefined;
  #enteredWork = false;
  #paces: Paces = new Float64Array();
  readonly #offsets: Float64Array;

  constructor({ segments, plan, demand, pressure, bootSeconds, delayShare }: CourseOptions) {
    this.beginSeconds = segments[0]?.fromSeconds ?? 0;
    this.#segments = segments;
    this.#flows = new FlowTable(plan);
    this.#demand = demand;
    this.#pressure = pressure;
    this.#bootSeconds = bootSeconds;
    this.#delayShare = delayShare;
    this.#workSeconds = workSecondsOf(segments, bootSeconds);
    this.#offsets = new Float64Array(this.#flows.count);
  }

  get count(): number {
    return this.#flows.count;
  }

  /** Whether it began with the guest's boot, and not with its arrival from another node. */
  get beginsWithBoot(): boolean {
    return this.#segments[0]?.cause === "boot";
  }

  segmentAt(t: number): Segment {
    return this.#segments[segmentIndexAt(this.#segments, t)] as Segment;
  }

  /** How long the guest has run at `t`, without its pauses; before the domain's beginning as it was then. */
  runSecondsAt(t: number): number {
    const { runSeconds, fromSeconds, factors } = this.segmentAt(t);
    return runSeconds + clamp(factors.running ?? 1, 0, 1) * Math.max(0, t - fromSeconds);
  }

  /** Whether the guest has booted. */
  isAtWork(t: number): boolean {
    return t >= this.#workSeconds;
  }

  /** Whether the guest itself counts what is at this place of the totals, and not its hypervisor. */
  isGuests(place: number): boolean {
    return this.#flows.conditionOf(place) === condition.guest;
  }

  /**
   * The unrounded counters at `t`, put into `into` in the order of the plan; before the domain's beginning as
   * they were then.
   *
   * @param angles those of `t`
   */
  totalsAt(t: number, angles: WaveAngles, into: Float64Array): void {
    const segment = this.segmentAt(t);
    const atWork = this.isAtWork(t);
    if (segment !== this.#entered || atWork !== this.#enteredWork) this.#enter(segment, atWork);
    this.#flows.totals(this.#driversAt(t, angles, atWork), this.#offsets, this.#paces, into);
  }

  /** The same for a moment that is on no grid. */
  totalsOffGridAt(t: number, into: Float64Array): void {
    this.totalsAt(t, anglesAt(t, scratch), into);
  }

  /**
   * Brings paces and offsets to hand, so that a total is offset + pace × integral. The integrals jump when work
   * begins, as they count from anywhere: what they are just before and just after is made up for.
   */
  #enter(segment: Segment, atWork: boolean): void {
    const { fromSeconds, factors, totals } = segment;
    const workedBefore = atWork && fromSeconds >= this.#workSeconds;
    this.#paces = pacesOf(factors, this.#delayShare);
    this.#offsets.set(totals ?? new Float64Array(this.count));
    this.#addToOffsets(-1, fromSeconds, workedBefore);
    if (atWork && !workedBefore) {
      this.#addToOffsets(1, this.#workSeconds, false);
      this.#addToOffsets(-1, this.#workSeconds, true);
    }
    this.#entered = segment;
    this.#enteredWork = atWork;
  }

  #addToOffsets(sign: 1 | -1, t: number, atWork: boolean): void {
    const paces = this.#paces.map((pace) => sign * pace);
    const drivers = this.#driversAt(t, anglesAt(t, newAngles()), atWork);
    this.#flows.totals(drivers, this.#offsets, paces, this.#offsets);
  }

  #driversAt(t: number, angles: WaveAngles, atWork: boolean): Drivers {
    const runSeconds = this.runSecondsAt(t);
    drivers.atWork = atWork;
    drivers.t = t;
    drivers.angles = angles;
    drivers.demand = this.#demand.integral(t, angles);
    drivers.boot = pulsePassed(runSeconds / this.#bootSeconds, bootEdge);
    drivers.pressure = this.#pressure.integralAt(runSeconds);
    return drivers;
  }
}

/** When the guest has run for `bootSeconds`, in seconds (t); Infinity if that is not in sight. */
function workSecondsOf(segments: readonly Segment[], bootSeconds: number): number {
  for (const [index, { fromSeconds, runSeconds, factors }] of segments.entries()) {
    const running = clamp(factors.running ?? 1, 0, 1);
    const left = Math.max(0, bootSeconds - runSeconds);
    const reached = left === 0 ? fromSeconds : running === 0 ? Infinity : fromSeconds + left / running;
    if (reached <= (segments[index + 1]?.fromSeconds ?? Infinity)) return reached;
  }
  return Infinity;
}
