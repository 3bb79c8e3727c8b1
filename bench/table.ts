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

export function markdownOf({ title, figures }: Table): string {
  const lines = figures.map(
    (figure) => `| ${[figure.what, valueText(figure).trim(), aimText(figure)].join(" | ")} |`,
  );
  return `\n### ${title}\n\n| What | Measured | Aim |\n| --- | ---: | --- |\n${lines.join("\n")}\n`;
}

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
