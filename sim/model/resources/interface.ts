import { condition } from "../conditions.ts";
import type { DomainInterface } from "../domain.ts";
import { scaled, usualFlow } from "../flows.ts";
import { at } from "../numbers.ts";
import { interfaceSlots } from "../reading.ts";
import { MiB } from "../workloads/parameters.ts";
import { between, characterOf, type Moment, type ResourceContext } from "./context.ts";

/** The longest frame on a pod network: an MTU of 1500 and the Ethernet header. */
export const longestFrameBytes = 1514;
/** Sizes of the two kinds of frames, from the smallest to the largest that a VM has. */
const bulkFrames = [900, 1464] as const;
const smallFrames = [66, 120] as const;
/** Share of the bytes that goes in small frames. */
const inSmallFrames = [0.05, 0.25] as const;
/** What is asked of the network in a boot: addresses, time, names, an update check. */
const bootBytes = [0.1 * MiB, 3 * MiB] as const;
const typicalFrameBytes = 700;
/** Of the frames received, those dropped per unit of the pace at which troubled network loses some (at most 1/4). */
const droppedFrames = 0.08;

/** What went through one interface. Each frame is counted with its bytes, so bytes and packets belong together. */
export class InterfaceCounters {
  readonly #received: FrameCounters;
  readonly #transmitted: FrameCounters;
  readonly #dropped: number;

  /** @param share this interface's part of the guest's traffic */
  constructor(context: ResourceContext, { alias }: DomainInterface, share: number) {
    const { plan, load } = context;
    const draw = characterOf(context, `interface/${alias}`);
    const boot = share * between(draw, bootBytes);
    this.#received = new FrameCounters(context, draw, load.receiveRate * share, boot);
    this.#transmitted = new FrameCounters(context, draw, load.transmitRate * share, boot / 8);
    const frames = (load.receiveRate * share) / typicalFrameBytes;
    this.#dropped = plan.add({ demand: frames * droppedFrames }, condition.networkLoss);
  }

  write({ totals }: Moment, into: Float64Array, place: number): void {
    into[place + interfaceSlots.receiveBytes] = this.#received.bytes(totals);
    into[place + interfaceSlots.receivePackets] = this.#received.packets(totals);
    into[place + interfaceSlots.receiveErrors] = 0;
    into[place + interfaceSlots.receiveDropped] = Math.floor(at(totals, this.#dropped));
    into[place + interfaceSlots.transmitBytes] = this.#transmitted.bytes(totals);
    into[place + interfaceSlots.transmitPackets] = this.#transmitted.packets(totals);
    into[place + interfaceSlots.transmitErrors] = 0;
    into[place + interfaceSlots.transmitDropped] = 0;
  }
}

/** One direction of an interface: frames of two sizes. */
class FrameCounters {
  readonly #bulk: number;
  readonly #small: number;
  readonly #bulkBytes: number;
  readonly #smallBytes: number;

  constructor({ plan }: ResourceContext, draw: () => number, bytesPerSecond: number, boot: number) {
    this.#bulkBytes = Math.round(between(draw, bulkFrames));
    this.#smallBytes = Math.round(between(draw, smallFrames));
    const smallShare = between(draw, inSmallFrames);
    const bulk = scaled(usualFlow(bytesPerSecond, boot), (1 - smallShare) / this.#bulkBytes);
    const small = scaled(usualFlow(bytesPerSecond, boot), smallShare / this.#smallBytes);
    this.#bulk = plan.add(bulk, condition.network);
    this.#small = plan.add(small, condition.network);
  }

  packets(totals: Float64Array): number {
    return Math.floor(at(totals, this.#bulk)) + Math.floor(at(totals, this.#small));
  }

  bytes(totals: Float64Array): number {
    return (
      Math.floor(at(totals, this.#bulk)) * this.#bulkBytes +
      Math.floor(at(totals, this.#small)) * this.#smallBytes
    );
  }
}
