import { source, type Clock } from "../../clock/clock.ts";
import { byteLength, type Chunk, type Outlet } from "../server/outlet.ts";

/** What of an answer is held back: all of it, or what comes after its headers and half of a whole body. */
export type Part = "answer" | "body";

/** Name of a fault, or something of its own. */
type Holder = string | symbol;

/** Something that was to be written, and when it may be. */
interface Step {
  readonly part: Part;
  readonly bytes: number;
  readonly dueAt: number;
  readonly run: () => boolean;
}

/**
 * What an answer passes through on its way out, so that a fault can hold it back or delay it, also one that
 * has long begun. While no fault does, everything goes straight through.
 */
export class Valve implements Outlet {
  /** Status and headers have gone out. */
  begun = false;
  readonly #outlet: Outlet;
  readonly #holds = new Map<Holder, Part>();
  readonly #delays = new Map<Holder, number>();
  #clock: Clock | undefined;
  #waiting: Step[] = [];
  #roomBelow = true;
  #resume: () => void = () => undefined;

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
    outlet.onDrain(() => {
      this.#roomBelow = true;
      if (this.#waiting.length === 0) this.#resume();
    });
  }

  /** Holds back what is written from here on, until `by` releases it. */
  hold(by: Holder, part: Part): void {
    this.#holds.set(by, part);
  }

  /** Delays what is written from here on, until `by` releases it. The order is kept. */
  delay(by: Holder, seconds: number, clock: Clock): void {
    this.#clock = clock;
    this.#delays.set(by, seconds);
  }

  release(by: Holder): void {
    this.#delays.delete(by);
    if (this.#holds.delete(by)) this.#flush();
  }

  begin(status: number, headers: Readonly<Record<string, string>>): void {
    this.#pass("answer", 0, () => {
      this.#outlet.begin(status, headers);
      this.begun = true;
    });
  }

  send(status: number, headers: Readonly<Record<string, string>>, body: Chunk | undefined): void {
    const bytes = body === undefined ? 0 : byteLength(body);
    if (body === undefined || this.#holding !== "body") {
      this.#pass("answer", bytes, () => {
        this.#outlet.send(status, headers, body);
        this.begun = true;
      });
      return;
    }
    const whole = Buffer.from(body);
    const half = Math.ceil(bytes / 2);
    this.begin(status, headers);
    this.#pass("answer", half, () => this.#outlet.write(whole.subarray(0, half)));
    this.write(whole.subarray(half));
    this.end();
  }

  write(chunk: Chunk): boolean {
    return this.#pass("body", byteLength(chunk), () => this.#outlet.write(chunk));
  }

  onDrain(resume: () => void): void {
    this.#resume = resume;
  }

  end(): void {
    this.#pass("body", 0, () => this.#outlet.end());
  }

  waitingBytes(): number {
    return this.#waiting.reduce((sum, { bytes }) => sum + bytes, this.#outlet.waitingBytes());
  }

  destroy(): void {
    this.discard();
    this.#outlet.destroy();
  }

  /** Nobody wants what is still held back. */
  discard(): void {
    this.#waiting = [];
  }

  /** Whoever writes is stopped by a hold, not by a delay: what is late comes all the same. */
  #pass(part: Part, bytes: number, write: () => unknown): boolean {
    const run = () => write() !== false;
    const delaySeconds = this.#delaySeconds;
    if (this.#waiting.length === 0 && delaySeconds === 0 && !this.#held(part)) {
      this.#roomBelow = run();
      return this.#roomBelow;
    }
    const dueAt = (this.#clock?.now() ?? 0) + delaySeconds;
    this.#waiting.push({ part, bytes, dueAt, run });
    if (delaySeconds > 0) this.#clock?.at(dueAt, source.wire, () => this.#flush());
    return !this.#held(part);
  }

  #flush(): void {
    const before = this.#waiting.length;
    for (let step = this.#waiting[0]; step !== undefined && this.#mayPass(step); step = this.#waiting[0]) {
      this.#waiting.shift();
      this.#roomBelow = this.#run(step);
    }
    if (before > 0 && this.#waiting.length === 0 && this.#roomBelow) this.#resume();
  }

  #mayPass({ part, dueAt }: Step): boolean {
    return !this.#held(part) && dueAt <= (this.#clock?.now() ?? dueAt);
  }

  /** Whoever wrote it is no longer there to be told that it cannot be sent. */
  #run(step: Step): boolean {
    try {
      return step.run();
    } catch {
      this.destroy();
      return false;
    }
  }

  #held(part: Part): boolean {
    const holding = this.#holding;
    return holding === "answer" || holding === part;
  }

  /** The most that is held back. */
  get #holding(): Part | undefined {
    let most: Part | undefined;
    for (const part of this.#holds.values()) if (most !== "answer") most = part;
    return most;
  }

  get #delaySeconds(): number {
    let sum = 0;
    for (const seconds of this.#delays.values()) sum += seconds;
    return sum;
  }
}
