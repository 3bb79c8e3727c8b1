import { BufferPool } from "../buffer-pool.ts";
import { sharedUtf8 } from "../labels.ts";
import type { RenderedPage } from "../page.ts";
import { PageWriter } from "../page-writer.ts";

/** The formats that kube-state-metrics prints: the same but for the last line. */
export type StatePageFormat = "text" | "openmetrics";

interface Part {
  append(writer: PageWriter): void;
}

const pool = new BufferPool(64 * 2 ** 20);
const endOfPage = sharedUtf8("# EOF\n");

/** What kube-state-metrics serves: one resource after the other, objects in no particular order. */
export class StatePage {
  readonly #parts: readonly Part[];
  #lastLength = 0;

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  render(format: StatePageFormat): RenderedPage {
    const writer = new PageWriter(pool, this.#lastLength + this.#lastLength / 8);
    for (const part of this.#parts) part.append(writer);
    if (format === "openmetrics") writer.text(endOfPage);
    this.#lastLength = writer.length;
    let released = false;
    return {
      bytes: writer.written(),
      release: () => {
        if (!released) writer.giveBack();
        released = true;
      },
    };
  }
}
