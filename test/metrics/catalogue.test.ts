import { expect, test } from "vitest";
import { catalogue, catalogueOf, entryFor, entryOf } from "../../sim/metrics/catalogue.ts";
import { componentKinds, kubeVirtVersions } from "../../sim/model/components.ts";

const countOf = (version: "legacy" | "v1.9", component: string) =>
  catalogueOf(version).filter(
    ({ name, components }) =>
      !/^(go|process|promhttp)_/.test(name) && components.some((kind) => kind === component),
  ).length;

test("v1.9 has the metrics of each component that KubeVirt v1.9 has", () => {
  expect(componentKinds.map((kind) => [kind, countOf("v1.9", kind)])).toEqual([
    ["virt-handler", 62],
    ["virt-controller", 44],
    ["virt-api", 10],
    ["virt-operator", 13],
  ]);
});

test("legacy has the 18 metrics of the monitoring guide", () => {
  const own = catalogueOf("legacy").filter(({ name }) => !/^(go|process|promhttp)_/.test(name));
  expect(own).toHaveLength(18);
  expect(own.map(({ name }) => name)).toContain("kubevirt_vmi_storage_times_ms_total");
});

test.each(kubeVirtVersions)("%s: no name stands for two families", (version) => {
  const names = catalogueOf(version).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("two entries of one name are of releases that do not overlap", () => {
  const number = (release: string) => {
    const [major = 0, minor = 0] = release.slice(1).split(".").map(Number);
    return major * 1000 + minor;
  };
  for (const entry of catalogue) {
    for (const other of catalogue) {
      if (entry === other || entry.name !== other.name || number(entry.since) > number(other.since)) continue;
      expect(entry.until, `${entry.name} since ${entry.since}`).toBeDefined();
      expect(number(entry.until ?? "v0.0")).toBeLessThan(number(other.since));
    }
  }
});

test("labels stand in the order of the page, one that stands for many by what it begins with", () => {
  for (const { name, labels } of catalogue) {
    expect(labels, name).toEqual(labels.toSorted());
  }
});

test("histograms and no others have buckets, in rising order", () => {
  for (const { name, type, buckets } of catalogue) {
    expect(buckets !== undefined, name).toBe(type === "histogram");
    expect(buckets, name).toEqual(buckets?.toSorted((a, b) => a - b));
  }
});

test("each help is a sentence", () => {
  for (const { name, help } of catalogue) expect(help, name).toMatch(/^[A-Z0-9][^\n]*[a-zA-Z]\.$/);
});

test("a metric that no release has is asked for in vain, with where to add it", () => {
  expect(() => entryOf("v1.9", "kubevirt_vmi_vcpu_seconds")).toThrow(
    "sim/metrics/catalogue has no kubevirt_vmi_vcpu_seconds in v1.9: add it there",
  );
  expect(entryFor("virt-api", "v1.9", "kubevirt_info")).toBeUndefined();
  expect(entryFor("virt-handler", "v1.9", "kubevirt_info")?.labels).toEqual(["goversion", "kubeversion"]);
});
