import type { Course } from "../course.ts";
import { domainSlots } from "../reading.ts";
import type { CpuCounters } from "./cpu.ts";
import type { DiskCounters } from "./disk.ts";

/** The spans of the three averages, in seconds. */
const spans = [60, 300, 900] as const;
/** Of the requests under way, those that a task of the guest waits for: it counts as load, too. */
const waitedFor = 0.3;

/** The totals of the moment that is being looked at; nothing outlives it. */
let scratch = new Float64Array();

/** The guest's load averages: tasks that ran, wanted to run or waited for a disk, over 1, 5 and 15 minutes. */
export class GuestLoad {
  readonly #course: Course;
  readonly #cpu: CpuCounters;
  readonly #disks: readonly DiskCounters[];
  #averages: readonly number[] = [NaN, NaN, NaN];
  /** When the averages at hand were taken. */
  #taken: number | undefined;

  constructor(course: Course, cpu: CpuCounters, disks: readonly DiskCounters[]) {
    this.#course = course;
    this.#cpu = cpu;
    this.#disks = disks;
  }

  /** @param answered when the agent was last asked and answered, in seconds (t); undefined: never */
  write(answered: number | undefined, into: Float64Array, place: number): void {
    if (answered !== this.#taken) this.#take(answered);
    const [oneMinute = NaN, fiveMinutes = NaN, fifteenMinutes = NaN] = this.#averages;
    into[place + domainSlots.guestLoad1m] = oneMinute;
    into[place + domainSlots.guestLoad5m] = fiveMinutes;
    into[place + domainSlots.guestLoad15m] = fifteenMinutes;
  }

  #take(t: number | undefined): void {
    this.#averages = t === undefined ? [] : this.#averagesAt(t);
    this.#taken = t;
  }

  #averagesAt(t: number): number[] {
    const until = this.#taskSecondsAt(t);
    const { beginSeconds, beginsWithBoot } = this.#course;
    return spans.map((span) => {
      const from = Math.max(beginSeconds, t - span);
      // Before its boot a guest had no load; before its arrival it had one that nobody here has seen.
      const seconds = beginsWithBoot ? span : t - from;
      return Math.round((100 * (until - this.#taskSecondsAt(from))) / seconds) / 100;
    });
  }

  #taskSecondsAt(t: number): number {
    if (scratch.length < this.#course.count) scratch = new Float64Array(this.#course.count);
    this.#course.totalsOffGridAt(t, scratch);
    const waited = this.#disks.reduce((sum, disk) => sum + disk.busySeconds(scratch), 0);
    return this.#cpu.wantedSeconds(scratch) + waitedFor * waited;
  }
}
