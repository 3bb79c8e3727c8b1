/** Smallest buffer handed out, in bytes. */
const smallest = 16 * 1024;

/**
 * Buffers that pages are rendered into, used again and again: sizes are powers of two, so a page of nearly
 * the same size finds one. Shared by all pages of a process; keeps at most `maxIdleBytes` for later.
 */
export class BufferPool {
  readonly #idle = new Map<number, Buffer[]>();
  readonly #maxIdleBytes: number;
  #idleBytes = 0;

  constructor(maxIdleBytes: number) {
    this.#maxIdleBytes = maxIdleBytes;
  }

  /** A buffer of at least `minimumBytes`; what it holds is left from earlier use. */
  take(minimumBytes: number): Buffer {
    let size = smallest;
    while (size < minimumBytes) size *= 2;
    const buffer = this.#idle.get(size)?.pop();
    if (buffer === undefined) return Buffer.allocUnsafeSlow(size);
    this.#idleBytes -= size;
    return buffer;
  }

  /** Takes back what `take` gave; whoever gives it back must not touch it again. */
  giveBack(buffer: Buffer): void {
    const size = buffer.length;
    if (this.#idleBytes + size > this.#maxIdleBytes) return;
    this.#idleBytes += size;
    const idle = this.#idle.get(size);
    if (idle === undefined) this.#idle.set(size, [buffer]);
    else idle.push(buffer);
  }
}
