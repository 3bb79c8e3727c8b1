import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** A file of one JSON object a line, in the order in which they arrive here. */
export interface LinesFile<T> {
  append(entry: T): void;
  close(): Promise<void>;
}

/** Begins the file anew. `complain` is told once if it can no longer be written. */
export function openLines<T>(path: string, complain: (message: string) => void): LinesFile<T> {
  const stream = createWriteStream(path, { mode: 0o600 });
  stream.on("error", (error) => complain(`${path} cannot be written: ${error.message}`));
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
