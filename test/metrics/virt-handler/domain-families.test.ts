import { expect, test } from "vitest";
import { kubeVirtVersions, type KubeVirtVersion } from "../../../sim/model/components.ts";
import { entryOf } from "../../../sim/metrics/catalogue.ts";
import { DomainFamilies } from "../../../sim/metrics/virt-handler/domain-families.ts";
import { domain, instance } from "../../support/domain.ts";
import { parseExposition, parseFamilies } from "../../support/exposition.ts";
import { textOf } from "../../support/page.ts";

const t = 1000;

function families(version: KubeVirtVersion = "v1.9"): DomainFamilies {
  return new DomainFamilies({ version, seed: 7, nodeName: "node01" });
}

/** A virt-handler that knows these VMIs. */
function handlerOf(names: readonly string[], version: KubeVirtVersion = "v1.9"): DomainFamilies {
  const handler = families(version);
  for (const name of names) {
    handler.setDomain(domain(name));
    handler.setInstance(instance(name));
  }
  return handler;
}

const pageOf = (handler: DomainFamilies, at = t) => textOf(handler.families, at);
const sampleLines = (page: string) => page.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

test("a VMI has series while both its instance and its domain are known, whichever comes first", () => {
  const handler = families();
  handler.setDomain(domain("a"));
  expect(pageOf(handler)).toBe("");
  handler.setInstance(instance("a"));
  const both = pageOf(handler);
  expect(both).toBe(pageOf(handlerOf(["a"])));
  expect(sampleLines(both).length).toBeGreaterThan(50);

  handler.removeInstance("uid-a");
  expect(pageOf(handler)).toBe("");
  handler.setInstance(instance("a"));
  expect(pageOf(handler)).toBe(both);
  handler.removeDomain("uid-a");
  expect(pageOf(handler)).toBe("");
});

test.each(kubeVirtVersions)("%s: a VMI that comes or goes changes no other's lines", (version) => {
  // So many that the labels of the others are not moved.
  const handler = handlerOf(Array.from("mbzanqxcfykuw"), version);
  const before = pageOf(handler);
  handler.setDomain(domain("new"));
  handler.setInstance(instance("new"));
  const after = sampleLines(pageOf(handler)).filter((line) => !line.startsWith("kubevirt_vmi_phase_count"));
  const own = after.filter((line) => line.includes('name="new"'));
  expect(own.length).toBeGreaterThan(10);
  expect(after.filter((line) => !own.includes(line))).toEqual(
    sampleLines(before).filter((line) => !line.startsWith("kubevirt_vmi_phase_count")),
  );
  handler.removeInstance("uid-new");
  expect(pageOf(handler)).toBe(before);
});

test.each(kubeVirtVersions)(
  "%s: the same VMIs and t give the same bytes, however they came to be known",
  (version) => {
    const names = ["m", "b", "z", "a", "n"];
    const handler = handlerOf(names, version);
    const page = pageOf(handler);
    pageOf(handler, t + 500);
    expect(pageOf(handler)).toBe(page);
    expect(pageOf(handlerOf(names.toReversed(), version))).toBe(page);
  },
);

test.each(kubeVirtVersions)("%s: every family has the type and labels of the catalogue", (version) => {
  for (const { name, type, samples } of parseFamilies(pageOf(handlerOf(["a", "b"], version)))) {
    const entry = entryOf(version, name);
    expect(type).toBe(entry.type);
    for (const { labels } of samples) {
      const shown = Object.keys(labels).map((label) => label.replace(/^(kubernetes_vmi_label_).*/, "$1*"));
      expect([...new Set(shown)]).toEqual(entry.labels);
    }
  }
});

test("each label of the VMI is a label of its series, but for those without a value", () => {
  const handler = families();
  handler.setDomain(domain("a"));
  const labels = { "app.kubernetes.io/part-of": "Shop", empty: "", "a-b": "first", "a.b": "last" };
  handler.setInstance(instance("a", { labels }));
  const sample = parseExposition(pageOf(handler)).find(
    ({ name }) => name === "kubevirt_vmi_memory_domain_bytes",
  );
  expect(sample?.labels).toEqual({
    kubernetes_vmi_label_a_b: "last",
    kubernetes_vmi_label_app_kubernetes_io_part_of: "Shop",
    name: "a",
    namespace: "default",
    node: "node01",
  });
});

test("the node is the one in the VMI's status, where that is not the handler's own", () => {
  const handler = families();
  handler.setDomain(domain("a"));
  handler.setInstance(instance("a", { nodeName: "node02" }));
  expect(new Set(parseExposition(pageOf(handler)).map(({ labels }) => labels["node"]))).toEqual(
    new Set(["node02"]),
  );
});

test("the dirty rate is there only while the VMI runs and does not migrate", () => {
  const handler = handlerOf(["a"]);
  const shown = () => pageOf(handler).includes("kubevirt_vmi_dirty_rate_bytes_per_second{");
  expect(shown()).toBe(true);
  handler.setInstance(instance("a", { migrating: true }));
  expect(shown()).toBe(false);
  handler.setInstance(instance("a", { phase: "Scheduled" }));
  expect(shown()).toBe(false);
  handler.setInstance(instance("a"));
  expect(shown()).toBe(true);
});

test("a VMI made anew under the same name takes the place of the old one, even if its deletion was missed", () => {
  const handler = handlerOf(["a"]);
  handler.setDomain(domain("a", { uid: "uid-second" }));
  handler.setInstance(instance("a", { uid: "uid-second" }));
  expect(() => parseFamilies(pageOf(handler))).not.toThrow();
  handler.removeInstance("uid-a");
  expect(pageOf(handler)).not.toBe("");
});

test("what the guest agent reports is absent without one", () => {
  const handler = families();
  handler.setDomain(domain("a", { guestAgent: false }));
  handler.setInstance(instance("a"));
  const names = parseFamilies(pageOf(handler)).map(({ name }) => name);
  expect(names.filter((name) => /guest_load|filesystem/.test(name))).toEqual([]);
  expect(names).toContain("kubevirt_vmi_vcpu_seconds_total");
});

test("legacy counts the VMIs of the node by phase, with or without a domain", () => {
  const handler = families("legacy");
  handler.setInstance(instance("a", { phase: "Scheduled" }));
  for (const name of ["b", "c"]) handler.setInstance(instance(name, { phase: "Running" }));
  expect(sampleLines(pageOf(handler))).toEqual([
    'kubevirt_vmi_phase_count{node="node01",phase="running"} 2',
    'kubevirt_vmi_phase_count{node="node01",phase="scheduled"} 1',
  ]);
});
