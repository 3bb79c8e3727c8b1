import { onTestFinished } from "vitest";
import { buildVirtualCluster, type VirtualCluster } from "../../../sim/cluster/virtual-cluster.ts";
import type { Scenario } from "../../../sim/scenario/scenario.ts";

import { componentOf, podKind } from "../../../sim/store/objects/pod.ts";

export async function boot(scenario: Scenario): Promise<VirtualCluster> {
  const cluster = await buildVirtualCluster(scenario);
  onTestFinished(() => cluster.close());
  return cluster;
}

/** The pages of all components, by pod, as they come when all are scraped at once. */
export async function scrapeAll(cluster: VirtualCluster): Promise<Map<string, string>> {
  const pods = cluster.simulation.store.list(podKind).filter((pod) => componentOf(pod) !== undefined);
  const pages = pods.map(async ({ metadata: { name } }): Promise<[string, string]> => {
    // One that is about to begin or to end refuses.
    const page = await cluster.scrape(name).catch(() => ({ body: "" }));
    return [name, page.body];
  });
  await cluster.advance(cluster.clock.now() + 5);
  return new Map(await Promise.all(pages));
}

/** Each series as Prometheus tells them apart: the target's pod, the name, the labels. */
export function seriesOf(pages: ReadonlyMap<string, string>): string[] {
  return [...pages].flatMap(([pod, page]) =>
    page
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map(
        (line) =>
          `${pod} ${line.slice(0, line.indexOf("{") < 0 ? line.indexOf(" ") : line.lastIndexOf("}") + 1)}`,
      ),
  );
}
