import type { Condition, Paces } from "./conditions.ts";
import { pulseTop } from "./curves.ts";
import { at, entryAt } from "./numbers.ts";
import { waveIntegral, wavePeriodsSeconds, type WaveAngles } from "./waves.ts";

/** How a counter grows: rates are per second while the guest is at work, `boot` is what the whole boot adds. */
export interface Flow {
  /** The part that is always there. */
  readonly steady?: number;
  /** The part that follows the demand, on average. */
  readonly demand?: number;
  /** The part that has a wave of its own, on average: it swings between 0 and twice this. */
  readonly wave?: number;
  readonly boot?: number;
  /** The part that comes of memory pressure, at full pressure. */
  readonly pressure?: number;
}

/** Where what drives the flows of a guest has come to at one moment. Integrals count from anywhere: differences matter. */
export interface Drivers {
  /** Whether the guest has booted; if not, only boot and pressure count. */
  atWork: boolean;
  t: number;
  /** Those of `t`. */
  angles: WaveAngles;
  /** Integral of the demand. */
  demand: number;
  /** How much of the boot is done, 0 to 1. */
  boot: number;
  /** Integral of memory pressure. */
  pressure: number;
}

/** The boot is one pulse of work: for this share of it it rises, and falls. */
export const bootEdge = 0.15;

/** How a resource of that average rate usually splits. */
export function usualFlow(mean: number, boot = 0): Flow {
  return { steady: 0.2 * mean, demand: 0.7 * mean, wave: 0.1 * mean, boot };
}

export function scaled(flow: Flow, by: number): Required<Flow> {
  const { steady = 0, demand = 0, wave = 0, boot = 0, pressure = 0 } = flow;
  return {
    steady: steady * by,
    demand: demand * by,
    wave: wave * by,
    boot: boot * by,
    pressure: pressure * by,
  };
}

/** The average rate of a guest at work, without memory pressure. */
export function meanOf({ steady = 0, demand = 0, wave = 0 }: Flow): number {
  return steady + demand + wave;
}

/** The rate that a flow never exceeds. */
export function peakOf(flow: Flow, demandPeak: number, bootSeconds: number): number {
  const { steady, demand, wave, boot, pressure } = scaled(flow, 1);
  const inBoot = (boot / bootSeconds) * pulseTop(bootEdge);
  return Math.max(steady + demand * demandPeak + 2 * wave, inBoot) + pressure;
}

/** The flows of one guest, in the order in which its resources ask for them. */
export class FlowPlan {
  readonly flows: {
    readonly flow: Flow;
    readonly condition: Condition;
    readonly wave: number;
    readonly phase: number;
  }[] = [];
  readonly #draw: () => number;

  /** @param draw chooses the wave of each flow */
  constructor(draw: () => number) {
    this.#draw = draw;
  }

  /** Adds a counter that grows by `flow`. Returns its place among the totals. */
  add(flow: Flow, condition: Condition): number {
    const wave = Math.floor(this.#draw() * wavePeriodsSeconds.length);
    const phase = 2 * Math.PI * this.#draw();
    return this.flows.push({ flow, condition, wave, phase }) - 1;
  }
}

/** Places in the row of one flow. */
const column = {
  steady: 0,
  demand: 1,
  sine: 2,
  cosine: 3,
  place: 4,
  boot: 5,
  pressure: 6,
  condition: 7,
} as const;
const columns = 8;

/** The integrals of all flows of one guest, as a table of numbers: some thousand guests have to fit a process. */
export class FlowTable {
  readonly count: number;
  readonly #table: Float32Array;

  constructor({ flows }: FlowPlan) {
    this.count = flows.length;
    this.#table = new Float32Array(this.count * columns);
    flows.forEach(({ flow, condition, wave, phase }, index) => {
      const { steady, demand, wave: amplitude, boot, pressure } = scaled(flow, 1);
      const { place, sine, cosine } = waveIntegral(wave, amplitude, phase);
      const row = [steady + amplitude, demand, sine, cosine, place, boot, pressure, condition];
      this.#table.set(row, index * columns);
    });
  }

  conditionOf(flow: number): Condition {
    return entryAt(this.#table, flow * columns + column.condition) as Condition;
  }

  /** Puts into `into` offset + pace × integral of each flow. */
  totals(drivers: Drivers, offsets: Float64Array, paces: Paces, into: Float64Array): void {
    const { atWork, t, angles, demand, boot, pressure } = drivers;
    const table = this.#table;
    for (let flow = 0, row = 0; flow < this.count; flow++, row += columns) {
      let integral =
        entryAt(table, row + column.boot) * boot + entryAt(table, row + column.pressure) * pressure;
      if (atWork) {
        const place = entryAt(table, row + column.place);
        integral +=
          entryAt(table, row + column.steady) * t +
          entryAt(table, row + column.demand) * demand +
          entryAt(table, row + column.sine) * at(angles, place) +
          entryAt(table, row + column.cosine) * at(angles, place + 1);
      }
      into[flow] = at(offsets, flow) + at(paces, entryAt(table, row + column.condition)) * integral;
    }
  }
}
