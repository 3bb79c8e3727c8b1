import { Gauge, Registry } from "prom-client";
import type { ParsedFamily } from "../test/support/exposition.ts";

/** prom-client serving the same series as a page. */
export interface PromClientPage {
  /** Sets all series, in the order of the page; through children that were looked up once. */
  set(values: readonly number[]): void;
  render(): Promise<string>;
}

export function buildPromClientPage(families: readonly ParsedFamily[]): PromClientPage {
  const registry = new Registry();
  const children = families.flatMap(({ name, help, samples }) => {
    const labelNames = [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))];
    const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
    return samples.map(({ labels }) => gauge.labels(labels));
  });
  return {
    set: (values) => children.forEach((child, index) => child.set(values[index] ?? 0)),
    render: () => registry.metrics(),
  };
}
