import { expect, test } from "vitest";
import { catalogueOf, entryOf } from "../../../sim/metrics/catalogue.ts";
import { ObjectMetrics } from "../../../sim/metrics/virt-controller/object-metrics.ts";
import { defaultLabelsConfig } from "../../../sim/metrics/virt-controller/vm-labels.ts";
import type { InstanceContext } from "../../../sim/metrics/virt-controller/vmi-stats.ts";
import type { MachineContext } from "../../../sim/metrics/virt-controller/vm-stats.ts";
import { parseExposition, parseFamilies } from "../../support/exposition.ts";
import { textOf } from "../../support/page.ts";
import { migration, vm, vmi } from "./objects.ts";

const instanceContext: InstanceContext = {
  podName: "virt-launcher-web-x7b2k",
  migrationName: "web-move",
  memoryOverheadBytes: 265289728,
  vendorOf: (_, name) => (name === "u1.medium" ? "kubevirt.io" : undefined),
};
const machineContext: MachineContext = {
  vendorOf: instanceContext.vendorOf,
  labelsConfig: defaultLabelsConfig,
  claimNamed: (name) =>
    ({
      "web-rootdisk": { spec: { resources: { requests: { storage: "31Gi" } }, volumeMode: "Block" } },
      "web-data": { spec: { resources: { requests: { storage: "5Gi" } } } },
    })[name],
};

/** A leader that has seen one of each thing. */
function leader(): ObjectMetrics {
  const metrics = new ObjectMetrics("v1.9");
  metrics.setInstance(vmi(), instanceContext);
  metrics.setMachine(vm(), machineContext);
  metrics.setMigration(migration("web-move", "Succeeded"));
  metrics.setMigration(migration("web-again", "Failed"));
  metrics.setMigration(migration("web-now", "TargetReady"));
  metrics.snapshotSucceeded({
    metadata: { name: "before-upgrade", namespace: "shop" },
    vmName: "web",
    creationTime: "2026-07-01T09:00:00Z",
  });
  metrics.setOutdated(0);
  const transitions = [
    { phase: "Scheduling", phaseTransitionTimestamp: "2026-07-01T10:00:02Z" },
    { phase: "Succeeded", phaseTransitionTimestamp: "2026-07-01T10:00:12Z" },
  ];
  const ended = vmi({ phase: "Succeeded", phaseTransitionTimestamps: transitions });
  metrics.instanceUpdated(vmi({ phase: "Scheduling" }), {
    ...ended,
    metadata: { ...ended.metadata, deletionTimestamp: "2026-07-01T10:00:05Z" },
  });
  metrics.migrationUpdated(migration("web-now", "Scheduling"), migration("web-now", "TargetReady"));
  return metrics;
}

const page = (metrics: ObjectMetrics) => textOf(metrics.families);

test("a page is to the byte what it was when a person last looked at it", async () => {
  await expect(page(leader())).toMatchFileSnapshot("testdata/v1.9.txt");
});

test("every family that virt-controller alone has is shown, with exactly its labels", () => {
  const own = catalogueOf("v1.9").filter(
    ({ components, unit }) => components.join() === "virt-controller" && unit !== "bool",
  );
  const nonEvictable = entryOf("v1.9", "kubevirt_vmi_non_evictable");
  const shown = parseFamilies(page(leader()));
  expect(shown.map(({ name }) => name)).toEqual([...own, nonEvictable].map(({ name }) => name).toSorted());
  for (const { name, type, samples } of shown) {
    const entry = entryOf("v1.9", name);
    expect(type).toBe(entry.type);
    for (const { labels } of samples) {
      const names = Object.keys(labels)
        .filter((label) => label !== "le")
        .map((label) => label.replace(/^label_.*/, "label_*"));
      expect([...new Set(names)], name).toEqual(entry.labels);
    }
  }
});

test("a standby shows no objects, and counts no migrations", () => {
  expect(parseExposition(page(new ObjectMetrics("v1.9"))).map(({ name, value }) => [name, value])).toEqual([
    ["kubevirt_vmi_migrations_in_pending_phase", 0],
    ["kubevirt_vmi_migrations_in_running_phase", 0],
    ["kubevirt_vmi_migrations_in_scheduling_phase", 0],
    ["kubevirt_vmi_migrations_in_unset_phase", 0],
  ]);
});

test("an object that is gone shows nothing more, and leaves the others as they were", () => {
  const metrics = new ObjectMetrics("v1.9");
  metrics.setInstance(vmi(), instanceContext);
  const before = page(metrics);
  metrics.setMachine(vm(), machineContext);
  metrics.setMigration(migration("web-move", "Failed"));
  metrics.removeMachine(vm().metadata);
  metrics.removeMigration(migration("web-move", "").metadata);
  expect(page(metrics)).toBe(before);
});

test("an object that changes replaces what it showed", () => {
  const metrics = new ObjectMetrics("v1.9");
  metrics.setInstance(vmi({ phase: "Scheduled" }), instanceContext);
  metrics.setInstance(vmi({ phase: "Running" }), instanceContext);
  const infos = parseExposition(page(metrics)).filter(({ name }) => name === "kubevirt_vmi_info");
  expect(infos.map(({ labels }) => labels["phase"])).toEqual(["running"]);
});

test("migrations under way are counted by their phase", () => {
  const metrics = new ObjectMetrics("v1.9");
  const phases = [
    "",
    "Pending",
    "Scheduling",
    "Scheduled",
    "PreparingTarget",
    "Running",
    "Synchronizing",
    "Failed",
  ];
  phases.forEach((phase, index) => metrics.setMigration(migration(`m${index}`, phase)));
  metrics.setMigration(migration("m1", "Succeeded"));
  const counts = parseExposition(page(metrics)).filter(({ name }) => name.includes("migrations_in"));
  expect(counts.map(({ name, value }) => [name.split("_")[4], value])).toEqual([
    ["pending", 0],
    ["running", 4],
    ["scheduling", 1],
    ["unset", 1],
  ]);
});

test("legacy has no such metrics", () => {
  const metrics = new ObjectMetrics("legacy");
  metrics.setInstance(vmi(), instanceContext);
  metrics.instanceUpdated(vmi({ phase: "Scheduled" }), vmi());
  expect(page(metrics)).toBe("");
});
