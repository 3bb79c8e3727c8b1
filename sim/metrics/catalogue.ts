import { releaseOf, type ComponentKind, type KubeVirtVersion } from "../model/components.ts";
import { block } from "./catalogue/block.ts";
import { restClient, workqueue } from "./catalogue/client-go.ts";
import { virtApi, virtController, virtOperator } from "./catalogue/components.ts";
import { affinity, cpu, dirtyRate, guestLoad } from "./catalogue/cpu.ts";
import type { CatalogueEntry } from "./catalogue/entry.ts";
import { filesystem } from "./catalogue/filesystem.ts";
import { goRuntime, metricHandler, processMetrics } from "./catalogue/go-runtime.ts";
import { legacyComponents, legacyRestClient, legacyVirtHandler } from "./catalogue/legacy.ts";
import { memory } from "./catalogue/memory.ts";
import { migrationJob, migrations } from "./catalogue/migration.ts";
import { network } from "./catalogue/network.ts";
import { vcpu } from "./catalogue/vcpu.ts";
import { virtHandler } from "./catalogue/virt-handler.ts";
import { vm } from "./catalogue/vm.ts";
import { phaseTransitions, vmi } from "./catalogue/vmi.ts";

/** Every family that any release imitated exposes. */
export const catalogue: readonly CatalogueEntry[] = [
  ...[memory, cpu, guestLoad, vcpu, affinity, block, network, filesystem, dirtyRate, migrationJob].flat(),
  ...[virtHandler, virtController, virtApi, virtOperator].flat(),
  ...[vmi, phaseTransitions, migrations, vm].flat(),
  ...[restClient, workqueue, goRuntime, processMetrics, metricHandler].flat(),
  ...[legacyVirtHandler, legacyComponents, legacyRestClient].flat(),
];

const catalogues: Readonly<Record<KubeVirtVersion, ReadonlyMap<string, CatalogueEntry>>> = {
  legacy: exposedBy("legacy"),
  "v1.9": exposedBy("v1.9"),
};

/** The families that `version` exposes. */
export function catalogueOf(version: KubeVirtVersion): readonly CatalogueEntry[] {
  return [...catalogues[version].values()];
}

/** The family that `version` exposes under this name; throws if there is none. */
export function entryOf(version: KubeVirtVersion, name: string): CatalogueEntry {
  const entry = catalogues[version].get(name);
  if (entry === undefined) {
    throw new Error(`sim/metrics/catalogue has no ${name} in ${version}: add it there`);
  }
  return entry;
}

/** The same if components of this kind expose it. */
export function entryFor(
  kind: ComponentKind,
  version: KubeVirtVersion,
  name: string,
): CatalogueEntry | undefined {
  const entry = catalogues[version].get(name);
  return entry?.components.includes(kind) === true ? entry : undefined;
}

function exposedBy(version: KubeVirtVersion): ReadonlyMap<string, CatalogueEntry> {
  const release = minorOf(releaseOf(version));
  return new Map(
    catalogue
      .filter(
        ({ since, until }) => minorOf(since) <= release && (until === undefined || minorOf(until) >= release),
      )
      .map((entry) => [entry.name, entry]),
  );
}

/** v0.31.0 → 31, v1.9 → 1009: releases in their order. */
function minorOf(release: string): number {
  const [major = "", minor = ""] = release.slice(1).split(".");
  return Number(major) * 1000 + Number(minor);
}
