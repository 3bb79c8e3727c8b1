import type { ComponentKind } from "../../model/components.ts";
import { machinesAmong } from "../../scenario/machines.ts";
import type { Manifest, VirtualMachineRef, VirtualMachineSpec } from "../../scenario/scenario.ts";
import type { Measured, MeasuredPage } from "./measure.ts";
import { noSize, sum, type MachineSize, type Size } from "./page-size.ts";
import { kindOfMachine, started } from "./sample.ts";

/** `up`, `scrape_duration_seconds`, `scrape_samples_scraped`, …: Prometheus adds five to each target. */
export const seriesOfTarget = 5;

/** What the parts of a cluster take up, each measured on the pages of a sample. */
export class Units {
  readonly #pages: readonly MeasuredPage[];
  readonly #ofKind = new Map<string, readonly VirtualMachineRef[]>();

  constructor({ sample, pages }: Measured) {
    this.#pages = pages;
    for (const vm of sample.virtualMachines) {
      const kind = kindOfMachine(vm);
      this.#ofKind.set(kind, [...(this.#ofKind.get(kind) ?? []), vm]);
    }
  }

  /** Components of a kind in the sample: where they do not depend on the nodes, as many as in the cluster. */
  count(component: ComponentKind): number {
    return this.#pagesOf(component).length;
  }

  /** What the pages of a kind have that is about no VM, on average. */
  base(component: ComponentKind): Size {
    const pages = this.#pagesOf(component);
    const total = pages.map(({ whole, machines }) => {
      const { series, bytes } = [...machines.values()].reduce(sum, noSize);
      return { series: whole.series - series, bytes: whole.bytes - bytes };
    });
    return {
      series: mean(total.map(({ series }) => series)),
      bytes: mean(total.map(({ bytes }) => bytes)),
    };
  }

  /** What a VM of the scenario takes up, on average over the sampled ones of its kind. */
  machine(component: ComponentKind, vm: VirtualMachineSpec): MachineSize {
    return this.#meanOfKind(component, kindOfMachine(vm)) ?? noSize;
  }

  /** The same once it runs. */
  startedMachine(component: ComponentKind, vm: VirtualMachineSpec): MachineSize {
    return this.#meanOfKind(component, kindOfMachine(started(vm))) ?? this.machine(component, vm);
  }

  /** What the VMs among these objects of manifests take up together. */
  ofManifests(component: ComponentKind, objects: readonly Manifest[]): MachineSize {
    return machinesAmong(objects)
      .map((vm) => this.#sizeOf(component, keyOf(vm)))
      .reduce(sum, noSize);
  }

  /** How small pages get by compression, as a ratio. */
  get compression(): number {
    const compressed = this.#pages.reduce((bytes, page) => bytes + page.compressedBytes, 0);
    return compressed / this.#pages.reduce((bytes, { whole }) => bytes + whole.bytes, 0);
  }

  #meanOfKind(component: ComponentKind, kind: string): MachineSize | undefined {
    const sampled = this.#ofKind.get(kind);
    return sampled && meanSize(sampled.map((vm) => this.#sizeOf(component, keyOf(vm))));
  }

  #pagesOf(component: ComponentKind): MeasuredPage[] {
    return this.#pages.filter((page) => page.component === component);
  }

  #sizeOf(component: ComponentKind, key: string): MachineSize {
    return this.#pagesOf(component)
      .flatMap(({ machines }) => machines.get(key) ?? [])
      .reduce(sum, noSize);
  }
}

function keyOf({ namespace, name }: VirtualMachineRef): string {
  return `${namespace}/${name}`;
}

function meanSize(sizes: readonly MachineSize[]): MachineSize {
  const total = sizes.reduce(sum, noSize);
  const count = Math.max(1, sizes.length);
  return {
    series: total.series / count,
    bytes: total.bytes / count,
    onNode: total.onNode / count,
    ofInstance: total.ofInstance / count,
  };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0) / Math.max(1, numbers.length);
}
