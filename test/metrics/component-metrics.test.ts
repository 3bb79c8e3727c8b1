import { expect, test } from "vitest";
import { catalogueOf } from "../../sim/metrics/catalogue.ts";
import { buildComponentMetrics, type ComponentMetricsOptions } from "../../sim/metrics/component-metrics.ts";
import { componentKinds, kubeVirtVersions } from "../../sim/model/components.ts";
import { parseExposition, parseFamilies, type Sample } from "../support/exposition.ts";
import { textOf } from "../support/page.ts";

const options: ComponentMetricsOptions = {
  kind: "virt-handler",
  version: "v1.9",
  seed: 1,
  podUid: "3b7c0d5e-0000-4000-8000-000000000001",
  restartCount: 0,
  startedAtSeconds: -8,
  epochMillis: 1_780_000_000_000,
  nodeName: "node01",
};

const build = (more: Partial<ComponentMetricsOptions> = {}) => buildComponentMetrics({ ...options, ...more });

function samplesOf(metrics: ReturnType<typeof build>, t = 60): readonly Sample[] {
  return parseExposition(textOf(metrics.families, t));
}

function valueOf(samples: readonly Sample[], name: string, labels: Record<string, string> = {}) {
  return samples.find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  )?.value;
}

const versionsAndKinds = kubeVirtVersions.flatMap((version) =>
  componentKinds.map((kind) => ({ version, kind })),
);

test.each(versionsAndKinds)(
  "$version $kind exposes nothing that the catalogue lacks",
  ({ version, kind }) => {
    const metrics = build({ version, kind });
    metrics.rest.request({ code: "200", host: "h", method: "GET", resource: "pods", verb: "LIST" });
    metrics.rest.latency({ url: "u", verb: "GET", seconds: 0.01 });
    metrics.rest.rateLimited({ url: "u", verb: "GET", seconds: 0 });
    metrics.syncs.synced("default", "a");
    metrics.workqueue("queue").added("item", 1);
    const entries = new Map(
      catalogueOf(version)
        .filter(({ components }) => components.includes(kind))
        .map((entry) => [entry.name, entry]),
    );
    for (const { name, type, help, samples } of parseFamilies(textOf(metrics.families))) {
      expect(entries.get(name), name).toMatchObject({ type, help });
      for (const { labels } of samples) {
        expect(Object.keys(labels).filter((label) => label !== "le")).toEqual(
          samples.length > 1 && type === "summary" ? Object.keys(labels) : entries.get(name)?.labels,
        );
      }
    }
  },
);

test.each(versionsAndKinds)(
  "$version $kind exposes the Go and process series of its client_golang",
  (choice) => {
    const shown = new Set(parseFamilies(textOf(build(choice).families)).map(({ name }) => name));
    const runtime = catalogueOf(choice.version).filter(({ name }) => /^(go|process|promhttp)_/.test(name));
    expect(runtime.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  },
);

test("each release has the ready and leading series it had, 0 until they are set", () => {
  const names = (version: "legacy" | "v1.9") =>
    componentKinds.flatMap((kind) => {
      const metrics = build({ version, kind });
      const before = samplesOf(metrics).filter(({ name }) => /ready|leading/.test(name));
      expect(before.every(({ value }) => value === 0)).toBe(true);
      metrics.ready.set(1);
      metrics.leading?.set(1);
      const after = samplesOf(metrics).filter(({ name }) => /ready|leading/.test(name));
      expect(after.every(({ value }) => value === 1)).toBe(true);
      return after.map(({ name }) => name);
    });
  expect(names("v1.9")).toEqual([
    "kubevirt_virt_handler_ready_status",
    "kubevirt_virt_controller_leading_status",
    "kubevirt_virt_controller_ready_status",
    "kubevirt_virt_api_ready_status",
    "kubevirt_virt_operator_leading_status",
    "kubevirt_virt_operator_ready_status",
  ]);
  expect(names("legacy")).toEqual([
    "leading_virt_controller",
    "ready_virt_controller",
    "leading_virt_operator",
    "ready_virt_operator",
  ]);
});

test("virt-handler alone says which KubeVirt it is", () => {
  const infoOf = (version: "legacy" | "v1.9") =>
    samplesOf(build({ version })).find(({ name }) => name === "kubevirt_info")?.labels["kubeversion"];
  expect(infoOf("v1.9")).toBe("v1.9.0");
  expect(infoOf("legacy")).toBe("v0.31.0");
  expect(samplesOf(build({ kind: "virt-controller" })).some(({ name }) => name === "kubevirt_info")).toBe(
    false,
  );
});

test("a scrape shows itself in flight, and counts on the next page", () => {
  const metrics = build();
  metrics.scrapes.begin();
  const during = samplesOf(metrics);
  expect(valueOf(during, "promhttp_metric_handler_requests_in_flight")).toBe(1);
  expect(valueOf(during, "promhttp_metric_handler_requests_total", { code: "200" })).toBe(0);
  metrics.scrapes.end(200);
  metrics.scrapes.begin();
  metrics.scrapes.end(503);
  const after = samplesOf(metrics);
  expect(valueOf(after, "promhttp_metric_handler_requests_in_flight")).toBe(0);
  expect(valueOf(after, "promhttp_metric_handler_requests_total", { code: "200" })).toBe(1);
  expect(valueOf(after, "promhttp_metric_handler_requests_total", { code: "500" })).toBe(0);
  expect(valueOf(after, "promhttp_metric_handler_requests_total", { code: "503" })).toBe(1);
});

test("requests are counted by what came back, with the labels of the release", () => {
  const request = { code: "<error>", host: "10.96.0.1:443", method: "GET", resource: "pods", verb: "LIST" };
  const [present, legacy] = [build(), build({ version: "legacy" })];
  for (const metrics of [present, legacy]) {
    metrics.rest.request(request);
    metrics.rest.request(request);
  }
  expect(valueOf(samplesOf(present), "kubevirt_rest_client_requests_total", request)).toBe(2);
  const { code, host, method } = request;
  expect(samplesOf(legacy).find(({ name }) => name === "rest_client_requests_total")?.labels).toEqual({
    code,
    host,
    method,
  });
});

test("the latency of requests has the buckets of its release", () => {
  const boundsOf = (version: "legacy" | "v1.9", metric: string) => {
    const metrics = build({ version });
    metrics.rest.latency({ url: "u", verb: "GET", seconds: 0.02 });
    return samplesOf(metrics)
      .filter(({ name }) => name === `${metric}_bucket`)
      .map(({ labels }) => labels["le"]);
  };
  expect(boundsOf("v1.9", "kubevirt_rest_client_request_latency_seconds").slice(0, 3)).toEqual([
    "0.005",
    "0.025",
    "0.05",
  ]);
  expect(boundsOf("legacy", "rest_client_request_latency_seconds").at(-2)).toBe("0.512");
});

test("a VMI's reconciliations are forgotten with it", () => {
  const metrics = build();
  metrics.syncs.synced("default", "a");
  metrics.syncs.synced("default", "a");
  metrics.syncs.synced("default", "b");
  metrics.syncs.forgot("default", "b");
  const shown = samplesOf(metrics).filter(({ name }) => name === "kubevirt_vmi_sync_total");
  expect(shown.map(({ labels, value }) => [labels["namespace"], labels["name"], value])).toEqual([
    ["default", "a", 2],
  ]);
});

test("a restarted container begins anew, with another start time", () => {
  const before = samplesOf(build(), 3600);
  const after = samplesOf(build({ restartCount: 1, startedAtSeconds: 3590 }), 3600);
  for (const counter of [
    "process_cpu_seconds_total",
    "go_memstats_mallocs_total",
    "go_gc_duration_seconds_count",
  ]) {
    expect(valueOf(after, counter)).toBeLessThan(valueOf(before, counter) ?? 0);
  }
  expect(valueOf(after, "process_start_time_seconds")).toBe(1_780_003_590);
});
