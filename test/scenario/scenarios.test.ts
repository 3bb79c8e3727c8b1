import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { fileNames } from "../../sim/cluster/files.ts";
import { catalogueOf } from "../../sim/metrics/catalogue.ts";
import type { KubeVirtVersion } from "../../sim/model/components.ts";
import { formatProblems, loadScenario } from "../../sim/scenario/load.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { virtualMachineInstanceKind } from "../../sim/store/objects/virtual-machine.ts";
import { simulationOf } from "../support/simulation.ts";

const folder = fileURLToPath(new URL("../../scenarios/", import.meta.url));

const mostPlayed = 500;

/** The releases of KubeVirt that a scenario shows: the first, and those that are rolled out. */
function versionsIn({ kubevirt, timeline }: Scenario): readonly KubeVirtVersion[] {
  const later = timeline.flatMap((event) => ("rollout" in event ? [event.rollout.version] : []));
  return [kubevirt.version, ...later.filter((version) => version !== undefined)];
}

async function load(file: string): Promise<Scenario> {
  const loaded = await loadScenario(`${folder}${file}`);
  if ("problems" in loaded) throw new Error(formatProblems(loaded.problems));
  return loaded.scenario;
}

describe.each(readdirSync(folder))("%s", (file) => {
  test("opens with what it shows, how to run it and what to look at", () => {
    const text = readFileSync(`${folder}${file}`, "utf8");
    const comment = text.slice(0, text.search(/^[^#]/m));
    for (const part of ["What it shows", `npx kvsim up scenarios/${file}`, "What to look at"]) {
      expect(comment).toContain(part);
    }
  });

  test("speaks of no metric that its KubeVirt does not have", async () => {
    const named = readFileSync(`${folder}${file}`, "utf8").match(/\b(?:kubevirt|rest_client)_\w+/g) ?? [];
    const exposed = versionsIn(await load(file)).flatMap((version) =>
      catalogueOf(version).map(({ name }) => name),
    );
    const families = named.map((name) => name.replace(/_(bucket|sum|count)$/, ""));
    expect(families.filter((name) => !exposed.includes(name))).toEqual([]);
  });

  test("speaks of no file that a cluster does not write", () => {
    const named = readFileSync(`${folder}${file}`, "utf8").matchAll(/\.kvsim\/([-.\w]+)/g);
    const written: readonly string[] = Object.values(fileNames);
    expect([...named].map(([, name = ""]) => name).filter((name) => !written.includes(name))).toEqual([]);
  });

  test("is named like its file", async () => {
    expect(`${(await load(file)).name}.yaml`).toBe(file);
  });

  test("that has an end leaves its last event the time to show", async () => {
    const { durationSeconds = Infinity, timeline } = await load(file);
    const ends = timeline.map((event) => event.atSeconds + ("fault" in event ? (event.forSeconds ?? 0) : 0));
    expect(durationSeconds - Math.max(0, ...ends)).toBeGreaterThanOrEqual(120);
  });

  test("plays without a complaint, and all its VMs run at t = 0", async ({ skip }) => {
    const scenario = await load(file);
    skip(scenario.virtualMachines.length > mostPlayed, "so many VMs take too long here");
    const { store, clock, complaints } = simulationOf(scenario);
    const phases = store.list(virtualMachineInstanceKind).map(({ status }) => status.phase);
    expect(phases).toEqual(scenario.virtualMachines.map(() => "Running"));
    await clock.advance(Math.max(0, ...scenario.timeline.map(({ atSeconds }) => atSeconds)) + 600);
    expect(complaints).toEqual([]);
  });
});

test("those with one story to tell have an end, so that their progress is shown", async () => {
  for (const name of ["apiserver-outage", "rolling-upgrade", "node-loss", "migration-storm"])
    expect((await load(`${name}.yaml`)).durationSeconds, name).toBeDefined();
});

test("the quick start has nine targets and a dozen VMs of many kinds", async () => {
  const { nodes, virtualMachines, timeline } = await load("quickstart.yaml");
  expect(nodes).toHaveLength(3);
  expect(virtualMachines).toHaveLength(12);
  expect(new Set(virtualMachines.map(({ workload }) => workload.type)).size).toBeGreaterThan(4);
  expect(timeline.map((event) => Object.keys(event).at(-1))).toEqual(
    expect.arrayContaining(["stop", "crash"]),
  );
});
