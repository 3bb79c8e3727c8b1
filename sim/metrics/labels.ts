/** A label pair of a series. */
export interface Label {
  readonly name: string;
  readonly value: string;
}

/** The UTF-8 of `text`; small pieces share memory. */
export function utf8(text: string): Buffer {
  return Buffer.from(text, "utf8");
}

const shared = new Map<string, Buffer>();

/** The same for text of which there are few: family names, HELP lines, bounds. Made once for all pages. */
export function sharedUtf8(text: string): Buffer {
  const known = shared.get(text);
  if (known !== undefined) return known;
  const bytes = utf8(text);
  shared.set(text, bytes);
  return bytes;
}

/** What follows the name of a series with these labels, up to its value: `{a="b",c="d"} `, or a blank. */
export function renderLabels(labels: readonly Label[]): Buffer {
  return utf8(labels.length === 0 ? " " : `{${labels.map(renderLabel).join(",")}} `);
}

/**
 * One more label after others, for SampleWriter.lastLabel: `,state="running"} `. Series that differ in it
 * alone share the rendering of all others.
 */
export function renderLastLabel(label: Label): Buffer {
  return sharedUtf8(`,${renderLabel(label)}} `);
}

/** Labels in the order client_golang gives them: by name. */
export function sortLabels(labels: readonly Label[]): readonly Label[] {
  return labels.toSorted((a, b) => compareText(a.name, b.name));
}

/**
 * The order of two series of a family, given their label values in the order of their labels: fewer labels
 * first, then position by position.
 */
export function compareLabelValues(a: readonly string[], b: readonly string[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [index, value] of a.entries()) {
    const order = compareText(value, b[index] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

const surrogate = /[\ud800-\udfff]/;

/**
 * As Go compares strings: by the bytes of their UTF-8. JavaScript compares UTF-16 units, which is the same
 * unless there are surrogates.
 */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (surrogate.test(a) || surrogate.test(b)) return Buffer.compare(utf8(a), utf8(b));
  return a < b ? -1 : 1;
}

export function escapeHelp(help: string): string {
  return help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function renderLabel({ name, value }: Label): string {
  return `${name}="${escapeLabelValue(value)}"`;
}

const escaped = /[\\\n"]/;

function escapeLabelValue(value: string): string {
  return escaped.test(value) ? escapeHelp(value).replaceAll('"', '\\"') : value;
}
