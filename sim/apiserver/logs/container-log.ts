/** More than this a run's log does not keep: the oldest go first. */
export const mostLines = 2000;
/** Longer lines are cut, in characters. */
const longestLine = 16 * 1024;

export interface LogLine {
  /** When it was written, in seconds (t). */
  readonly t: number;
  readonly text: string;
}

/** What one run of a container has printed, as far back as it is kept. Lines are numbered from 0. */
export class ContainerLog {
  #lines: LogLine[] = [];
  #forgotten = 0;
  #ended = false;
  readonly #listeners = new Set<() => void>();

  append(line: LogLine): void {
    this.#lines.push(
      line.text.length > longestLine ? { ...line, text: line.text.slice(0, longestLine) } : line,
    );
    // Not one by one: moving all lines at each new one would cost more than the memory is worth.
    if (this.#lines.length >= 2 * mostLines) this.#forget(this.#lines.length - mostLines);
    this.#tell();
  }

  /** The run is over; late lines may still come. */
  end(): void {
    this.#ended = true;
    this.#tell();
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The number that the next line will have. */
  get next(): number {
    return this.#forgotten + this.#lines.length;
  }

  /** The lines from number `first` on, without those that are kept no more. */
  from(first: number): readonly LogLine[] {
    return this.#lines.slice(Math.max(0, first - this.#forgotten, this.#lines.length - mostLines));
  }

  /** Calls `listener` when there are new lines, and when the run is over. Returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #forget(count: number): void {
    this.#lines = this.#lines.slice(count);
    this.#forgotten += count;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
