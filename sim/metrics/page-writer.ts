import type { BufferPool } from "./buffer-pool.ts";
import type { SampleWriter } from "./family.ts";
import { maxNumberLength, writeNumber } from "./number.ts";

const newline = 0x0a;
const blank = 0x20;
/** What ends labels: `} `. */
const labelsEndLength = 2;
/** Room for a value, a timestamp and what separates them. */
const lineEndLength = 2 * maxNumberLength + 2;

/** Writes the text of one page into a pooled buffer that grows as needed. */
export class PageWriter implements SampleWriter {
  readonly #pool: BufferPool;
  #buffer: Buffer;
  #length = 0;

  constructor(pool: BufferPool, expectedBytes: number) {
    this.#pool = pool;
    this.#buffer = pool.take(expectedBytes + lineEndLength);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  text(part: Uint8Array): void {
    const end = this.#length + part.length;
    if (end > this.#buffer.length) this.#grow(end);
    this.#buffer.set(part, this.#length);
    this.#length = end;
  }

  lastLabel(end: Uint8Array): void {
    this.#length -= labelsEndLength;
    this.text(end);
  }

  value(value: number): void {
    if (this.#length + lineEndLength > this.#buffer.length) this.#grow(this.#length + lineEndLength);
    const end = writeNumber(this.#buffer, this.#length, value);
    this.#buffer[end] = newline;
    this.#length = end + 1;
  }

  valueAt(value: number, timestampMillis: number): void {
    if (this.#length + lineEndLength > this.#buffer.length) this.#grow(this.#length + lineEndLength);
    const end = writeNumber(this.#buffer, this.#length, value);
    this.#buffer[end] = blank;
    this.#length = end + 1;
    this.text(Buffer.from(`${Math.trunc(timestampMillis)}\n`));
  }

  /** Forgets what was written after the first `length` bytes. */
  rewind(length: number): void {
    this.#length = length;
  }

  /** What was written; it lies in the pooled buffer, and is valid until `giveBack`. */
  written(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  giveBack(): void {
    this.#pool.giveBack(this.#buffer);
  }

  #grow(neededBytes: number): void {
    const larger = this.#pool.take(Math.max(neededBytes, 2 * this.#buffer.length));
    larger.set(this.written());
    // The smaller one is left to the garbage collector: a page that has grown once is not small again, and a
    // whole row of ever smaller buffers would stay behind.
    this.#buffer = larger;
  }
}
