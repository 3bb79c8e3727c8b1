/** Where an answer is written: an HTTP response, or the virtual wire. */
export interface Outlet {
  /** Sends status and headers at once. Throws if they cannot be sent; nothing is sent then. */
  begin(status: number, headers: Readonly<Record<string, string>>): void;
  /** Sends status, headers and the whole body together. Throws like `begin`. */
  send(status: number, headers: Readonly<Record<string, string>>, body: Chunk | undefined): void;
  /** Returns false when too much is waiting to be read. */
  write(chunk: Chunk): boolean;
  /** `resume` is called whenever what was waiting has been read; the last one given counts. */
  onDrain(resume: () => void): void;
  end(): void;
  /** Bytes that were written and have not left yet. */
  waitingBytes(): number;
  /** Breaks the answer off. */
  destroy(): void;
}

export type Chunk = string | Uint8Array;

export function byteLength(chunk: Chunk): number {
  return typeof chunk === "string" ? Buffer.byteLength(chunk) : chunk.byteLength;
}
