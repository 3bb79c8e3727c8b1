import { expect, test } from "vitest";
import { costOf } from "../../../sim/cluster/cost/cost.ts";
import type { Scenario, TimelineEvent, TimelineVerb } from "../../../sim/scenario/scenario.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { boot, scrapeAll, seriesOf } from "./support.ts";

const atSeconds = 30;
const untilSeconds = 130;

function withEvent(verb: TimelineVerb): Scenario {
  const event: TimelineEvent = { name: "event", atSeconds, ...verb };
  return scenario({
    virtualMachines: [
      virtualMachine("a", { cpu: { cores: 2, sockets: 1, threads: 1 } }),
      virtualMachine("b"),
      virtualMachine("spare", { runStrategy: "Halted" }),
    ],
    timeline: [event],
  });
}

/** What comes with the first change of its kind only, and what errors and answers bring. */
const oncePerKind = /phase_transition_time|rest_client|workqueue/;

/** The series that an event brings, seen by scraping every ten seconds. */
async function newSeriesSeen(given: Scenario): Promise<{ all: number; lasting: number }> {
  const cluster = await boot(given);
  const before = new Set(seriesOf(await scrapeAll(cluster)));
  const later = new Set<string>();
  for (let t = atSeconds; t <= untilSeconds; t += 10) {
    await cluster.advance(t);
    for (const series of seriesOf(await scrapeAll(cluster))) later.add(series);
  }
  const fresh = [...later].filter((series) => !before.has(series));
  return { all: fresh.length, lasting: fresh.filter((series) => !oncePerKind.test(series)).length };
}

const near = (reckoned: number, seen: number) => Math.abs(reckoned - seen) <= Math.max(6, seen / 20);

test.each<TimelineVerb>([
  { create: virtualMachine("new") },
  { start: { namespace: "default", name: "spare" } },
  { restart: { namespace: "default", name: "a" } },
  { migrate: { namespace: "default", name: "a" } },
  { pause: { namespace: "default", name: "a" } },
  { churn: { perMinute: 6, lifetimeSeconds: 20, forSeconds: 30, virtualMachine: virtualMachine("job") } },
])("the series that $0 brings are those that are seen then", async (verb) => {
  const given = withEvent(verb);
  const { lasting } = await newSeriesSeen(given);
  const { newSeries } = await costOf(given);
  expect(near(newSeries.inTimeline, lasting), `${newSeries.inTimeline} of ${lasting}`).toBe(true);
});

test.each<TimelineVerb>([
  { addNode: { name: "node04", labels: {}, cpus: 8, memoryBytes: 2 ** 35 } },
  { scale: { component: "virt-api", replicas: 3 } },
  { rollout: { component: "virt-handler" } },
  { rollout: { component: "virt-handler", version: "legacy" } },
  { crash: { component: "virt-handler" } },
])("a new pod is a new target, with all that is on its page: $0", async (verb) => {
  const given = withEvent(verb);
  const { all } = await newSeriesSeen(given);
  const { newSeries } = await costOf(given);
  expect(near(newSeries.inTimeline, all), `${newSeries.inTimeline} of ${all}`).toBe(true);
});
