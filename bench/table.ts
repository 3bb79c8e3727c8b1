/** What a figure should be, in its own unit. */
export type Aim = { readonly atMost: number } | { readonly atLeast: number };

/** One measured figure. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly aim?: Aim;
}

/** Figures that were measured together. */
export interface Table {
  readonly title: string;
  readonly figures: readonly Figure[];
}

export function isMet(value: number, aim: Aim): boolean {
  return "atMost" in aim ? value <= aim.atMost : value >= aim.atLeast;
}

/** For a terminal. */
export function textOf({ title, figures }: Table): string {
  const width = Math.max(...figures.map(({ what }) => what.length));
  const lines = figures.map((figure) => {
    const aim = aimText(figure);
    return `  ${figure.what.padEnd(width)}  ${valueText(figure)}${aim === "" ? "" : ` (${aim})`}`;
  });
  return `\n${title}\n${lines.join("\n")}\n`;
}

/** Its columns are as wide as a formatter makes them. */
export function markdownOf({ title, figures }: Table): string {
  const rows = figures.map((figure) => [figure.what, valueText(figure).trim(), aimText(figure)] as const);
  const [what, value, aim] = [0, 1, 2].map((column) =>
    Math.max(...[heads, ...rows].map((cells) => (cells[column] ?? "").length)),
  ) as [number, number, number];
  const line = (cells: readonly [string, string, string]) =>
    `| ${cells[0].padEnd(what)} | ${cells[1].padStart(value)} | ${cells[2].padEnd(aim)} |`;
  const rule = `| ${"-".repeat(what)} | ${"-".repeat(value - 1)}: | ${"-".repeat(aim)} |`;
  return `\n### ${title}\n\n${[line(heads), rule, ...rows.map(line)].join("\n")}\n`;
}

const heads = ["What", "Measured", "Aim"] as const;

function valueText({ value, unit }: Figure): string {
  return `${numberText(value).padStart(9)} ${unit}`;
}

/** Three digits say as much as can be measured, but nobody rounds 10,011 series. */
function numberText(value: number): string {
  if (Number.isInteger(value) || value >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toPrecision(value >= 10 ? 3 : 2);
}

function aimText({ value, aim }: Figure): string {
  if (aim === undefined) return "";
  const wanted = "atMost" in aim ? `≤ ${aim.atMost}` : `≥ ${aim.atLeast}`;
  return `${wanted}: ${isMet(value, aim) ? "met" : "not met"}`;
}
