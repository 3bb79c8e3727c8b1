import type { Family, FamilyHead } from "./family.ts";
import { compareText, escapeHelp, utf8 } from "./labels.ts";
import { PageRenderer, type RenderedPage } from "./page-renderer.ts";
import type { PageWriter } from "./page-writer.ts";

/**
 * What a target serves at /metrics: its families in Prometheus' text format 0.0.4, to the byte as
 * client_golang orders and formats it. Throws if two families have the same name.
 */
export class Page {
  readonly #families: readonly { readonly family: Family; readonly head: Uint8Array }[];
  readonly #renderer = new PageRenderer();

  constructor(families: readonly Family[]) {
    const sorted = families.toSorted((a, b) => compareText(a.name, b.name));
    for (const [index, { name }] of sorted.entries()) {
      if (sorted[index + 1]?.name === name) {
        throw new Error(`page: two families are named ${name}: register each once`);
      }
    }
    this.#families = sorted.map((family) => ({ family, head: headOf(family) }));
  }

  render(t: number): RenderedPage {
    return this.#renderer.render((writer) => {
      for (const { family, head } of this.#families) appendFamily(writer, family, head, t);
    });
  }
}

function appendFamily(writer: PageWriter, family: Family, head: Uint8Array, t: number): void {
  const start = writer.length;
  writer.text(head);
  const afterHead = writer.length;
  family.append(writer, t);
  if (writer.length === afterHead) writer.rewind(start);
}

/** HELP and TYPE lines, which all pages with such a family share. */
const heads = new Map<string, { readonly family: FamilyHead; readonly lines: Uint8Array }>();

function headOf({ name, help, type }: Family): Uint8Array {
  const known = heads.get(name);
  if (known?.family.help === help && known.family.type === type) return known.lines;
  const lines = utf8(`# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n`);
  heads.set(name, { family: { name, help, type }, lines });
  return lines;
}
