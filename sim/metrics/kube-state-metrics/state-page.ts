import { sharedUtf8 } from "../labels.ts";
import { PageRenderer, type RenderedPage } from "../page-renderer.ts";
import type { PageWriter } from "../page-writer.ts";

/** The formats that kube-state-metrics prints: the same but for the last line. */
export type StatePageFormat = "text" | "openmetrics";

interface Part {
  append(writer: PageWriter): void;
}

const endOfPage = sharedUtf8("# EOF\n");

/** What kube-state-metrics serves: one resource after the other, objects in no particular order. */
export class StatePage {
  readonly #parts: readonly Part[];
  readonly #renderer = new PageRenderer();

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  render(format: StatePageFormat): RenderedPage {
    return this.#renderer.render((writer) => {
      for (const part of this.#parts) part.append(writer);
      if (format === "openmetrics") writer.text(endOfPage);
    });
  }
}
