import { expect, test } from "vitest";
import type { InstanceSpec } from "../../../sim/metrics/virt-controller/objects.ts";
import { PhaseTransitions } from "../../../sim/metrics/virt-controller/phase-transitions.ts";
import { labelSamples, labelsConfigFrom } from "../../../sim/metrics/virt-controller/vm-labels.ts";
import { limitSamples, requestSamples } from "../../../sim/metrics/virt-controller/vm-resources.ts";
import { statusGroupOf, statusTimeSamples } from "../../../sim/metrics/virt-controller/vm-status.ts";
import { instanceSamples } from "../../../sim/metrics/virt-controller/vmi-stats.ts";
import { parseExposition } from "../../support/exposition.ts";
import { textOf } from "../../support/page.ts";
import { vm, vmi } from "./objects.ts";

const noVendor = { vendorOf: () => undefined };
const owner = { name: "web", namespace: "shop" };
const specOf = (domain: Partial<InstanceSpec["domain"]>): InstanceSpec => ({
  domain: { devices: {}, ...domain },
});

test.each([
  ["LiveMigrate", "True", true],
  ["LiveMigrate", "False", false],
  ["LiveMigrate", undefined, false],
  ["LiveMigrateIfPossible", "False", true],
  [undefined, "False", true],
])(
  "with eviction strategy %s and LiveMigratable %s a VMI's eviction is possible: %s",
  (strategy, status, possible) => {
    const samples = instanceSamples(
      vmi(
        { conditions: status === undefined ? [] : [{ type: "LiveMigratable", status }] },
        strategy === undefined ? { evictionStrategy: undefined as never } : { evictionStrategy: strategy },
      ),
      noVendor,
    );
    const valueOf = (name: string) => samples.find((sample) => sample.name === name);
    expect(valueOf("kubevirt_vmi_non_evictable")?.value).toBe(possible ? 0 : 1);
    expect(valueOf("kubevirt_vmi_info")?.labels["evictable"]).toBe(String(possible));
  },
);

test("the cluster's eviction strategy is that of VMIs without their own", () => {
  const { evictionStrategy: _, ...spec } = vmi().spec;
  const samples = instanceSamples(
    { ...vmi({ conditions: [] }), spec },
    { ...noVendor, evictionStrategy: "LiveMigrate" },
  );
  expect(samples.find(({ name }) => name === "kubevirt_vmi_non_evictable")?.value).toBe(1);
});

test("an instance type of a vendor that is not shown is <other>", () => {
  const [info] = instanceSamples(vmi(), { vendorOf: () => "example.org" });
  expect(info?.labels).toMatchObject({ instance_type: "<other>", preference: "<other>" });
});

test("the conditions of a VM show in the family of its status, 0 in the others", () => {
  for (const status of ["Starting", "Running", "Migrating", "Stopped", "CrashLoopBackOff"]) {
    const shown = statusTimeSamples(vm({ printableStatus: status })).filter(({ value }) => value !== 0);
    expect(shown.map(({ name, value }) => [name, value])).toEqual([
      [
        `kubevirt_vm_${statusGroupOf(status) ?? ""}_status_last_transition_timestamp_seconds`,
        Date.parse("2026-07-01T10:00:20Z") / 1000,
      ],
    ]);
  }
});

test("a VM without such conditions shows -1, one with a forgotten status counts as an error", () => {
  const shown = statusTimeSamples(vm({ printableStatus: "WaitingForReceiver", conditions: [] })).filter(
    ({ value }) => value !== 0,
  );
  expect(shown.map(({ name, value }) => [name, value])).toEqual([
    ["kubevirt_vm_error_status_last_transition_timestamp_seconds", -1],
  ]);
  expect(statusGroupOf("WaitingForReceiver")).toBeUndefined();
});

const requestsOf = (domain: Partial<InstanceSpec["domain"]>) =>
  requestSamples(owner, specOf(domain)).map(({ labels, value }) => [
    labels["resource"],
    labels["unit"],
    labels["source"],
    value,
  ]);

test("a VM that says nothing of CPUs gets one, and shows so", () => {
  expect(requestsOf({ memory: { guest: "2Gi" } })).toEqual([
    ["memory", "bytes", "guest", 2 ** 31],
    ["memory", "bytes", "guest_effective", 2 ** 31],
    ["cpu", "cores", "default", 1],
    ["cpu", "threads", "default", 1],
    ["cpu", "sockets", "default", 1],
    ["cpu", "cores", "guest_effective", 1],
  ]);
});

test("what a VM requests is told by where it says it", () => {
  expect(
    requestsOf({
      cpu: { cores: 2, sockets: 2 },
      memory: { hugepages: { pageSize: "1Gi" } },
      resources: { requests: { memory: "3Gi", cpu: "2500m" } },
    }),
  ).toEqual([
    ["memory", "bytes", "domain", 3 * 2 ** 30],
    ["memory", "bytes", "hugepages", 2 ** 30],
    ["memory", "bytes", "guest_effective", 3 * 2 ** 30],
    ["cpu", "cores", "domain", 2],
    ["cpu", "sockets", "domain", 2],
    ["cpu", "cores", "requests", 2.5],
    ["cpu", "cores", "guest_effective", 4],
  ]);
});

test("CPUs that are requested without a topology become as many vCPUs as cover them", () => {
  expect(requestsOf({ resources: { requests: { cpu: "2500m" } } }).at(-1)).toEqual([
    "cpu",
    "cores",
    "guest_effective",
    3,
  ]);
});

test("limits show only where they are set", () => {
  expect(limitSamples(owner, specOf({}))).toEqual([]);
  expect(
    limitSamples(owner, specOf({ resources: { limits: { cpu: "500m" } } })).map(({ value }) => value),
  ).toEqual([0.5]);
});

test("the labels of a VM's template win over its own, and their keys become names", () => {
  const odd = vm(
    {},
    { template: { metadata: { labels: { app: "web", "1st/x.y-z": "odd" } }, spec: vmi().spec } },
  );
  const [sample] = labelSamples(odd, labelsConfigFrom(undefined));
  expect(sample?.labels).toEqual({
    label_app: "web",
    label_tier: "front",
    label__1st_x_y_z: "odd",
    name: "web",
    namespace: "shop",
  });
});

test("kubevirt-vm-labels-config says which labels show; what is ignored is, whatever is allowed", () => {
  const keysWith = (data: Record<string, string>) =>
    labelSamples(vm(), labelsConfigFrom(data)).flatMap(({ labels }) =>
      Object.keys(labels).filter((name) => name.startsWith("label_")),
    );
  expect(keysWith({ allowlist: "app, tier" })).toEqual(["label_app", "label_tier"]);
  expect(keysWith({ allowlist: "app,tier", ignorelist: "tier" })).toEqual(["label_app"]);
  expect(keysWith({ ignorelist: "app,tier,kubevirt.io/vm" })).toEqual([]);
  expect(keysWith({ allowlist: "" })).toEqual([]);
});

test("a phase is timed from the one before it, and from the VMI's creation", () => {
  const transitions = new PhaseTransitions("v1.9");
  const timestamps = [
    { phase: "Scheduling", phaseTransitionTimestamp: "2026-07-01T10:00:01Z" },
    { phase: "Scheduled", phaseTransitionTimestamp: "2026-07-01T10:00:08Z" },
    { phase: "Running", phaseTransitionTimestamp: "2026-07-01T10:00:11Z" },
  ];
  const at = (phase: string) => vmi({ phase, phaseTransitionTimestamps: timestamps });
  transitions.instanceUpdated(vmi({ phase: "" }), at("Scheduling"));
  transitions.instanceUpdated(at("Scheduled"), at("Running"));
  transitions.instanceUpdated(at("Running"), at("Running"));
  const sums = parseExposition(textOf(transitions.families)).filter(({ name }) => name.endsWith("_sum"));
  expect(sums.map(({ labels, value }) => [labels, value])).toEqual([
    [{ phase: "Running" }, 11],
    [{ phase: "Scheduling" }, 1],
    [{ last_phase: "", phase: "Scheduling" }, 1],
    [{ last_phase: "Scheduled", phase: "Running" }, 3],
  ]);
});
