import type { EventStream, StreamSink } from "../../wire/exchange.ts";
import type { ContainerLog } from "./container-log.ts";
import type { LogReader } from "./log-reader.ts";

/** `kubectl logs -f`: what is there, then each line as it comes, until the run is over. */
export class FollowedLog implements EventStream {
  readonly #log: ContainerLog;
  readonly #reader: LogReader;
  #sink: StreamSink | undefined;
  #waiting = false;
  #unsubscribe: () => void = () => undefined;

  constructor(log: ContainerLog, reader: LogReader) {
    this.#log = log;
    this.#reader = reader;
  }

  open(sink: StreamSink): void {
    this.#sink = sink;
    sink.onDrain(() => {
      this.#waiting = false;
      this.#goOn();
    });
    this.#unsubscribe = this.#log.subscribe(() => this.#goOn());
    this.#goOn();
  }

  close(): void {
    this.#sink = undefined;
    this.#unsubscribe();
  }

  /** A client that reads slowly misses what the log no longer keeps when it is ready for more. */
  #goOn(): void {
    const sink = this.#sink;
    if (sink === undefined || this.#waiting) return;
    const text = this.#reader.read();
    if (text !== "") this.#waiting = !sink.write(text);
    if (!this.#reader.full && !this.#log.ended) return;
    this.close();
    sink.end();
  }
}
