import { BufferPool } from "./buffer-pool.ts";
import { PageWriter } from "./page-writer.ts";

/** A page as it was at some t. Whoever is done with its bytes gives them back. */
export interface RenderedPage {
  /** Valid until `release`. */
  readonly bytes: Uint8Array;
  /** May be called more than once. */
  release(): void;
}

const pool = new BufferPool(64 * 2 ** 20);

/** Renders one page again and again, each time into a pooled buffer of about the size that it had last. */
export class PageRenderer {
  #lastLength = 0;

  /** Passes on what `write` throws; the buffer is given back then. */
  render(write: (writer: PageWriter) => void): RenderedPage {
    const writer = new PageWriter(pool, this.#lastLength + this.#lastLength / 8);
    try {
      write(writer);
    } catch (error) {
      writer.giveBack();
      throw error;
    }
    this.#lastLength = writer.length;
    return releasable(writer);
  }
}

function releasable(writer: PageWriter): RenderedPage {
  let released = false;
  return {
    bytes: writer.written(),
    release: () => {
      if (!released) writer.giveBack();
      released = true;
    },
  };
}
