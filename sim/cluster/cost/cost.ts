import { componentKinds, type ComponentKind, type KubeVirtVersion } from "../../model/components.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { costOfCompanions } from "./companions.ts";
import type { ComponentCost } from "./component-cost.ts";
import { measure } from "./measure.ts";
import { newSeriesOf, type NewSeries } from "./new-series.ts";
import { sum, type Size } from "./page-size.ts";
import { prometheusMemoryBytes } from "./prometheus-memory.ts";
import { isSmall } from "./sample.ts";
import { seriesOfTarget, Units } from "./units.ts";

/** What a scenario costs a Prometheus that scrapes it with the configuration generated for it. */
export interface ScenarioCost {
  /** Whether the whole fleet was looked at, or a sample of it. */
  readonly measured: "whole" | "sample";
  readonly components: readonly ComponentCost[];
  readonly targets: number;
  /** With those that Prometheus itself adds for each target. */
  readonly series: number;
  readonly scrapeIntervalSeconds: number;
  readonly samplesPerSecond: number;
  readonly bytesPerScrape: number;
  /** As they are sent to a Prometheus, which asks for gzip. */
  readonly compressedBytesPerScrape: number;
  readonly newSeries: NewSeries;
  readonly prometheusMemoryBytes: number;
}

/** Reckons what a scenario costs from the pages of its components: all of a small fleet, else those of a sample. */
export async function costOf(scenario: Scenario): Promise<ScenarioCost> {
  const { measured, units, components: ofKubeVirt } = await costInVersion(scenario);
  const components = [...ofKubeVirt, ...costOfCompanions(scenario, measured)];
  const targets = total(components, ({ targets }) => targets);
  const series = total(components, (cost) => cost.series) + seriesOfTarget * targets;
  const bytesPerScrape = total(components, (cost) => cost.bytesPerScrape);
  const { scrapeIntervalSeconds } = scenario.prometheus;
  const inVersions = await costInVersionsToCome(scenario);
  const newSeries = newSeriesOf({
    scenario,
    units,
    seriesOf: (kind, version) => seriesOfKind(inVersions.get(version) ?? ofKubeVirt, kind),
  });
  return {
    measured: isSmall(scenario) ? "whole" : "sample",
    components,
    targets,
    series,
    scrapeIntervalSeconds,
    samplesPerSecond: series / scrapeIntervalSeconds,
    bytesPerScrape,
    compressedBytesPerScrape: Math.round(bytesPerScrape * units.compression),
    newSeries,
    prometheusMemoryBytes: prometheusMemoryBytes(series, newSeries),
  };
}

async function costInVersion(scenario: Scenario) {
  const measured = await measure(scenario);
  const units = new Units(measured);
  const components = componentKinds.map((component) => costOfComponent(component, scenario, units));
  return { measured, units, components };
}

/** What the components cost in each version that the timeline rolls out. */
async function costInVersionsToCome(
  scenario: Scenario,
): Promise<ReadonlyMap<KubeVirtVersion, readonly ComponentCost[]>> {
  const costs = new Map<KubeVirtVersion, readonly ComponentCost[]>();
  for (const event of scenario.timeline) {
    const version = "rollout" in event ? event.rollout.version : undefined;
    if (version === undefined || version === scenario.kubevirt.version || costs.has(version)) continue;
    const upgraded = { ...scenario, kubevirt: { ...scenario.kubevirt, version }, timeline: [] };
    costs.set(version, (await costInVersion(upgraded)).components);
  }
  return costs;
}

function costOfComponent(component: ComponentKind, scenario: Scenario, units: Units): ComponentCost {
  const targets = component === "virt-handler" ? scenario.nodes.length : units.count(component);
  const base = units.base(component);
  const machines = scenario.virtualMachines
    .map((vm) => units.machine(component, vm))
    .reduce(sum, units.ofManifests(component, scenario.manifests));
  return {
    component,
    targets,
    series: Math.round(targets * base.series + machines.series),
    bytesPerScrape: Math.round(targets * base.bytes + machines.bytes),
    largestPageBytes: largestPageBytes(component, targets, base, machines),
  };
}

/** VMs are shared out among the nodes; of the other components one shows them all, the one that leads. */
function largestPageBytes(component: ComponentKind, targets: number, base: Size, machines: Size): number {
  return Math.round(base.bytes + machines.bytes / (component === "virt-handler" ? targets : 1));
}

function seriesOfKind(components: readonly ComponentCost[], kind: ComponentKind): number {
  return total(
    components.filter(({ component }) => component === kind),
    ({ series, targets }) => series + seriesOfTarget * targets,
  );
}

function total<T>(things: readonly T[], numberOf: (thing: T) => number): number {
  return things.reduce((sum, thing) => sum + numberOf(thing), 0);
}
