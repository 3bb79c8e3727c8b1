import { onTestFinished } from "vitest";
import {
  buildVirtualCluster,
  type VirtualCluster,
  type VirtualClusterOptions,
} from "../../sim/cluster/virtual-cluster.ts";
import type { ComponentKind } from "../../sim/model/components.ts";
import { playVerb } from "../../sim/plot/verbs.ts";
import type { Scenario, TimelineVerb } from "../../sim/scenario/scenario.ts";
import { podIsReady, podsByComponent } from "../../sim/store/objects/pod.ts";
import { parseExposition, type Sample } from "./exposition.ts";

/** A whole cluster at t = 0, its components real; it is closed when the test has finished. */
export async function bootVirtually(
  given: Scenario,
  options: VirtualClusterOptions = {},
): Promise<VirtualCluster> {
  const cluster = await buildVirtualCluster(given, options);
  onTestFinished(() => cluster.close());
  return cluster;
}

/** Plans a verb. */
export function play({ simulation }: VirtualCluster, atSeconds: number, verb: TimelineVerb): void {
  const name = `${Object.keys(verb).join()}-${atSeconds}`;
  simulation.player.add([{ name, atSeconds, play: (stage) => playVerb(stage, verb) }]);
}

/** The ready pods of a component, optionally on one node. */
export function readyPodsOf({ simulation }: VirtualCluster, component: ComponentKind, nodeName?: string) {
  return simulation.store
    .by(podsByComponent, component)
    .filter((pod) => podIsReady(pod) && (nodeName === undefined || pod.spec.nodeName === nodeName));
}

/** How long a scrape may take: a hung guest is waited for. */
const mostSeconds = 30;

/** What a scrape of a pod gets; it takes a moment. */
export async function pageTextOf(cluster: VirtualCluster, podName: string): Promise<string> {
  const component = cluster.componentOf(podName);
  if (component === undefined) throw new Error(`nothing runs in ${podName}`);
  const answer = component.handle({ method: "GET", path: "/metrics", headers: {} });
  const state = { answered: false };
  void answer.then(() => (state.answered = true));
  const deadline = cluster.clock.now() + mostSeconds;
  while (!state.answered && cluster.clock.now() < deadline) await cluster.advance(cluster.clock.now() + 0.1);
  const { body, finished } = await answer;
  const text = new TextDecoder().decode(body as Uint8Array);
  finished?.();
  return text;
}

/** The samples of what all ready pods of a component serve. */
export async function samplesOf(cluster: VirtualCluster, component: ComponentKind): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const { metadata } of readyPodsOf(cluster, component))
    samples.push(...parseExposition(await pageTextOf(cluster, metadata.name)));
  return samples;
}
