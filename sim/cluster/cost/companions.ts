import { companionKinds } from "../../model/components.ts";
import { machinesOf } from "../../scenario/machines.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { ComponentCost } from "./component-cost.ts";
import type { Measured, MeasuredPage } from "./measure.ts";
import type { Size } from "./page-size.ts";

/**
 * What scraping the programs beside KubeVirt costs: kube-state-metrics has series of every node with its
 * virt-handler and of every VM's launcher and claims, on average as many each as in the sample.
 */
export function costOfCompanions(scenario: Scenario, { sample, pages }: Measured): ComponentCost[] {
  const nodes = scenario.nodes.length / Math.max(1, sample.nodes.length);
  const machines = machinesOf(scenario).length / Math.max(1, machinesOf(sample).length);
  return companionKinds.flatMap((component) => {
    const own = pages.filter((page) => page.component === component);
    if (own.length === 0) return [];
    const sizes = own.map((page) => scaled(page, nodes, machines));
    return {
      component,
      targets: own.length,
      series: sumOf(sizes, ({ series }) => series),
      bytesPerScrape: sumOf(sizes, ({ bytes }) => bytes),
      largestPageBytes: Math.max(...sizes.map(({ bytes }) => bytes)),
    };
  });
}

function scaled({ whole, ofNodes, ofLaunchers }: MeasuredPage, nodes: number, machines: number): Size {
  const scale = (what: keyof Size) =>
    Math.round(whole[what] + (nodes - 1) * ofNodes[what] + (machines - 1) * ofLaunchers[what]);
  return { series: scale("series"), bytes: scale("bytes") };
}

function sumOf(sizes: readonly Size[], count: (size: Size) => number): number {
  return sizes.reduce((sum, size) => sum + count(size), 0);
}
