import type { Clock } from "../../clock/clock.ts";
import type { LogRequest } from "../parts/log.ts";
import type { ContainerLog, LogLine } from "./container-log.ts";

/** One client's way through a log, as its request wants it. */
export class LogReader {
  readonly #log: ContainerLog;
  readonly #request: LogRequest;
  readonly #clock: Clock;
  #position: number;
  #bytesLeft: number;

  constructor(log: ContainerLog, request: LogRequest, clock: Clock) {
    this.#log = log;
    this.#request = request;
    this.#clock = clock;
    this.#bytesLeft = request.limitBytes ?? Infinity;
    const { since = -Infinity, tailLines = Infinity } = request;
    const wanted = log.from(0).filter(({ t }) => t >= since).length;
    this.#position = log.next - Math.min(wanted, tailLines);
  }

  /** Whether the client has had all the bytes that it asked for. */
  get full(): boolean {
    return this.#bytesLeft <= 0;
  }

  /** The text of what has been written and was not read yet. */
  read(): string {
    const lines = this.#log.from(this.#position);
    this.#position = this.#log.next;
    const text = lines.map((line) => this.#textOf(line)).join("");
    const length = Buffer.byteLength(text);
    const cut = length <= this.#bytesLeft ? text : Buffer.from(text).toString("utf8", 0, this.#bytesLeft);
    this.#bytesLeft -= length;
    return cut;
  }

  #textOf({ t, text }: LogLine): string {
    return this.#request.timestamps ? `${nanoTimestampAt(this.#clock, t)} ${text}\n` : `${text}\n`;
  }
}

/** As container runtimes write times: RFC 3339 with nine decimals. */
function nanoTimestampAt(clock: Clock, t: number): string {
  return new Date(clock.epochMillis + t * 1000).toISOString().replace("Z", "000000Z");
}
