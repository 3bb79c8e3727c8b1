import { escapeHelp, renderLabels, type Label } from "../labels.ts";
import { formatNumber } from "../number.ts";
import type { StateObject } from "./objects.ts";

/** One sample of an object: its labels after those that tell which object it is, in the order printed. */
export interface StateSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A family of which every object of a resource may have samples. All of them are gauges. */
export interface StateFamily<T extends StateObject> {
  readonly name: string;
  /** HELP, in our words. */
  readonly help: string;
  /** How much upstream promises of it; what it calls stable says so in its HELP. */
  readonly stability: "STABLE" | "ALPHA";
  /** Label names after the resource's own, in the order printed; `label_*` stands for allowed labels. */
  readonly labels: readonly string[];
  samples(object: T): readonly StateSample[];
}

/** The families of one resource, in the order printed. */
export interface StateResource<T extends StateObject> {
  /** The resource's plural, as `--resources` names it. */
  readonly plural: string;
  /** The labels that tell which object a sample is of. */
  identify(object: T): Readonly<Record<string, string>>;
  readonly families: readonly StateFamily<T>[];
}

/** The lines of one object in one family; empty where it has none. */
export function linesOf<T extends StateObject>(
  resource: StateResource<T>,
  family: StateFamily<T>,
  object: T,
): string {
  const own = resource.identify(object);
  return family
    .samples(object)
    .map(({ labels, value }) => `${family.name}${labelText({ ...own, ...labels })}${formatNumber(value)}\n`)
    .join("");
}

export function headOf({ name, help, stability }: StateFamily<never>): string {
  const promise = stability === "STABLE" ? "[STABLE] " : "";
  return `# HELP ${name} ${promise}${escapeHelp(help)}\n# TYPE ${name} gauge\n`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]): Label => ({ name, value }));
  return renderLabels(pairs).toString();
}
