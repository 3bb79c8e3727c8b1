import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import type { LedgerEntry } from "../faults/fault.ts";

/** The ledger of a cluster: one JSON object a line, in the order in which they arrive here. */
export interface LedgerFile {
  append(entry: LedgerEntry): void;
  close(): Promise<void>;
}

/** Begins the file anew. `complain` is told once if it can no longer be written. */
export function openLedger(path: string, complain: (message: string) => void): LedgerFile {
  const stream = createWriteStream(path, { mode: 0o600 });
  stream.on("error", (error) => complain(`the ledger cannot be written: ${error.message}`));
  return {
    append: (entry) => {
      if (stream.writable) stream.write(`${JSON.stringify(entry)}\n`);
    },
    close: async () => {
      stream.end();
      await finished(stream).catch(() => undefined);
    },
  };
}
