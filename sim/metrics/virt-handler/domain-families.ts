import type { KubeVirtVersion } from "../../model/components.ts";
import type { Domain } from "../../model/domain.ts";
import { isAnswering } from "../../model/segment.ts";
import { DomainReader } from "../../model/domain-reader.ts";
import { entryOf } from "../catalogue.ts";
import type { Family } from "../family.ts";
import { block } from "./block.ts";
import { cpu } from "./cpu.ts";
import { dirtyRate } from "./dirty-rate.ts";
import { DomainFamily, prepareMetric, type PreparedMetric } from "./domain-family.ts";
import type { Part } from "./domain-metric.ts";
import { filesystem } from "./filesystem.ts";
import { guest } from "./guest.ts";
import { isSampled, type Instance } from "./instance.ts";
import { memory } from "./memory.ts";
import { network } from "./network.ts";
import { nodeCpuAffinity } from "./node-cpu-affinity.ts";
import { buildPhaseCount } from "./phase-count.ts";
import { instanceLabels } from "./part-labels.ts";
import { PartGroup } from "./part-series.ts";
import { ReadingStore } from "./reading-store.ts";
import { vcpu } from "./vcpu.ts";

const domainMetrics = [memory, cpu, vcpu, nodeCpuAffinity, block, network, filesystem, guest, dirtyRate];

/** By release; made once for all nodes of a process. */
const prepared = new Map<KubeVirtVersion, readonly PreparedMetric[]>();

function preparedMetrics(version: KubeVirtVersion): readonly PreparedMetric[] {
  const known = prepared.get(version);
  if (known !== undefined) return known;
  const metrics = domainMetrics
    .flatMap((ofRelease) => ofRelease[version])
    .map((metric) => prepareMetric(metric, entryOf(version, metric.name)));
  prepared.set(version, metrics);
  return metrics;
}

interface DomainFamiliesOptions {
  readonly version: KubeVirtVersion;
  readonly seed: number;
  /** The node that the virt-handler runs on. */
  readonly nodeName: string;
}

/** A Domain of the node, with its place in the node's readings. */
interface RunningDomain {
  readonly domain: Domain;
  readonly reader: DomainReader;
  readonly place: number;
}

/**
 * What a virt-handler reports about the guests of its node.
 *
 * A VMI has series while both are known: its instance, from the informer, and its Domain, from the
 * hypervisor. They arrive in any order. While its launcher does not answer, it has none. A change of one VMI costs that VMI; each Domain is read once per
 * scrape.
 */
export class DomainFamilies {
  readonly families: readonly Family[];
  readonly #options: DomainFamiliesOptions;
  readonly #groups = new Map<Part, PartGroup>();
  readonly #instances = new Map<string, Instance>();
  /** uids of instances by namespace/name: an informer that missed a deletion sees the next uid under it. */
  readonly #uids = new Map<string, string>();
  readonly #running = new Map<string, RunningDomain>();
  readonly #readings = new ReadingStore();
  #readAt = NaN;

  constructor(options: DomainFamiliesOptions) {
    this.#options = options;
    const readingsAt = (t: number) => this.#readingsAt(t);
    const families = preparedMetrics(options.version).map(
      (metric) => new DomainFamily(metric, this.#groupOf(metric.part), readingsAt),
    );
    this.families = [...families, ...this.#phaseCount()];
  }

  /** Takes a Domain that has begun to run, or a newer state of a known one. */
  setDomain(domain: Domain): void {
    this.#forget(domain.uid);
    const reader = new DomainReader(domain, this.#options.seed);
    const place = this.#readings.take(reader.layout.length);
    this.#running.set(domain.uid, { domain, reader, place });
    this.#readAt = NaN;
    this.#render(domain.uid);
  }

  removeDomain(uid: string): void {
    this.#forget(uid);
    this.#render(uid);
  }

  setInstance(instance: Instance): void {
    const key = `${instance.namespace}/${instance.name}`;
    const earlier = this.#uids.get(key);
    if (earlier !== undefined && earlier !== instance.uid) this.removeInstance(earlier);
    this.#uids.set(key, instance.uid);
    this.#instances.set(instance.uid, instance);
    this.#render(instance.uid);
  }

  removeInstance(uid: string): void {
    const instance = this.#instances.get(uid);
    if (instance === undefined) return;
    const key = `${instance.namespace}/${instance.name}`;
    if (this.#uids.get(key) === uid) this.#uids.delete(key);
    this.#instances.delete(uid);
    this.#render(uid);
  }

  /** uids of the guests whose dirty rate a scrape asks for. */
  *sampled(): Generator<string> {
    if (!preparedMetrics(this.#options.version).some(({ sampled }) => sampled)) return;
    for (const [uid, { domain }] of this.#running) {
      const instance = this.#instances.get(uid);
      if (instance !== undefined && isSampled(instance) && launcherAnswers(domain)) yield uid;
    }
  }

  #groupOf(part: Part): PartGroup {
    const group = this.#groups.get(part) ?? new PartGroup(part);
    this.#groups.set(part, group);
    return group;
  }

  #phaseCount(): readonly Family[] {
    const { version, nodeName } = this.#options;
    if (version !== "legacy") return [];
    const entry = entryOf(version, "kubevirt_vmi_phase_count");
    return [buildPhaseCount(entry, nodeName, () => this.#instances.values())];
  }

  /** Renders the series of one VMI anew. */
  #render(uid: string): void {
    const { nodeName, version } = this.#options;
    for (const group of this.#groups.values()) group.remove(uid);
    const running = this.#running.get(uid);
    const instance = this.#instances.get(uid);
    if (running === undefined || instance === undefined) return;
    const { domain, reader, place } = running;
    if (!launcherAnswers(domain)) return;
    const labels = instanceLabels(instance, nodeName, version);
    const reported = { domain, labels, sampled: isSampled(instance), layout: reader.layout, place };
    for (const group of this.#groups.values()) group.add(reported, version);
  }

  #forget(uid: string): void {
    const running = this.#running.get(uid);
    if (running === undefined) return;
    this.#running.delete(uid);
    this.#readings.giveBack(running.place, running.reader.layout.length);
  }

  #readingsAt(t: number): Float64Array {
    const { values } = this.#readings;
    if (t === this.#readAt) return values;
    for (const { reader, place } of this.#running.values()) reader.read(t, values, place);
    this.#readAt = t;
    return values;
  }
}

function launcherAnswers({ segments }: Domain): boolean {
  const last = segments.at(-1);
  return last === undefined || isAnswering(last);
}
