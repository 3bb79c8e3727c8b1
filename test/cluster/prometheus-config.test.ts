import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { prometheusConfig, vmagentConfig } from "../../sim/cluster/prometheus-config.ts";
import type { DiscoveryRole } from "../../sim/cluster/target-relabelling.ts";
import type { KubeVirtVersion } from "../../sim/model/components.ts";
import { program, testWith } from "../support/prometheus.ts";
import { scenario } from "../support/scenario.ts";

const promtool = program("PROMTOOL", "promtool");
const vmagent = program("VMAGENT", "vmagent");

const roles = ["endpoints", "endpointslice", "pod"] as const;

function optionsFor(version: KubeVirtVersion, ruleFiles: readonly string[] = []) {
  const { kubevirt, prometheus } = scenario();
  return {
    kubevirt: { ...kubevirt, version },
    kubeStateMetrics: false,
    prometheus: { ...prometheus, scrapeIntervalSeconds: 15, ruleFiles },
    apiserverUrl: "https://127.10.255.1:6443",
    controlAddress: { ip: "127.10.255.2", port: 26443 },
  };
}

function configFor(version: KubeVirtVersion, role?: DiscoveryRole): string {
  return prometheusConfig(optionsFor(version), role);
}

interface ScrapeConfig {
  readonly job_name: string;
  readonly honor_labels?: boolean;
  readonly scheme: string;
  readonly tls_config: { readonly insecure_skip_verify?: boolean };
  readonly kubernetes_sd_configs: readonly {
    readonly role: string;
    readonly namespaces: { readonly names: readonly string[] };
    readonly api_server: string;
    readonly authorization: { readonly credentials_file: string };
    readonly tls_config: { readonly ca_file: string };
  }[];
  readonly relabel_configs: readonly RelabelConfig[];
}

interface RelabelConfig {
  readonly action?: "keep" | "drop" | "labeldrop" | "replace";
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly replacement?: string;
  readonly target_label?: string;
}

/** The one that finds KubeVirt's targets. */
function scrapeConfigOf(text: string): ScrapeConfig {
  const { scrape_configs } = parse(text) as { scrape_configs: ScrapeConfig[] };
  const [only, ...others] = scrape_configs.filter(({ job_name }) => job_name !== "kvsim");
  if (only === undefined || others.length > 0) throw new Error("expected one scrape configuration");
  return only;
}

/** What relabelling makes of a target's labels, as Prometheus documents it; undefined when it is dropped. */
function relabelled(configs: readonly RelabelConfig[], given: Record<string, string>) {
  let labels: Record<string, string> = { ...given };
  for (const { action = "replace", source_labels = [], separator = ";", regex = "(.*)", ...to } of configs) {
    if (action === "labeldrop") {
      const dropped = new RegExp(`^(?:${regex})$`);
      labels = Object.fromEntries(Object.entries(labels).filter(([name]) => !dropped.test(name)));
      continue;
    }
    const value = source_labels.map((name) => labels[name] ?? "").join(separator);
    const match = new RegExp(`^(?:${regex})$`).exec(value);
    if (action === "keep" && match === null) return undefined;
    if (action === "drop" && match !== null) return undefined;
    if (action === "replace" && match !== null && to.target_label !== undefined) {
      labels[to.target_label] = (to.replacement ?? "$1").replace(/\$\{?1\}?/, match[1] ?? "");
    }
  }
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith("__")));
}

/** What discovery of each role tells about one and the same target. */
const podFound = {
  __address__: "127.10.0.1:8443",
  __meta_kubernetes_namespace: "kubevirt",
  __meta_kubernetes_pod_name: "virt-handler-x7k2p",
  __meta_kubernetes_pod_container_name: "virt-handler",
  __meta_kubernetes_pod_phase: "Running",
};
const serviceFound = {
  ...podFound,
  __meta_kubernetes_service_name: "kubevirt-prometheus-metrics",
  __meta_kubernetes_service_label_prometheus_kubevirt_io: "true",
  __meta_kubernetes_service_labelpresent_prometheus_kubevirt_io: "true",
};
const discoveredAs: Record<DiscoveryRole, Record<string, string>> = {
  endpoints: {
    ...serviceFound,
    __meta_kubernetes_endpoint_port_name: "metrics",
    __meta_kubernetes_endpoint_address_target_kind: "Pod",
    __meta_kubernetes_endpoint_address_target_name: "virt-handler-x7k2p",
  },
  endpointslice: {
    ...serviceFound,
    __meta_kubernetes_endpointslice_port_name: "metrics",
    __meta_kubernetes_endpointslice_address_target_kind: "Pod",
    __meta_kubernetes_endpointslice_address_target_name: "virt-handler-x7k2p",
  },
  pod: {
    ...podFound,
    __meta_kubernetes_pod_label_prometheus_kubevirt_io: "true",
    __meta_kubernetes_pod_labelpresent_prometheus_kubevirt_io: "true",
    __meta_kubernetes_pod_container_port_name: "metrics",
  },
};
const target = {
  job: "kubevirt-prometheus-metrics",
  namespace: "kubevirt",
  service: "kubevirt-prometheus-metrics",
  endpoint: "metrics",
  pod: "virt-handler-x7k2p",
  container: "virt-handler",
};

test.each(roles)("a target gets the labels that prometheus-operator would give it (%s)", (role) => {
  const { relabel_configs } = scrapeConfigOf(configFor("v1.9", role));
  expect(relabelled(relabel_configs, discoveredAs[role])).toEqual(target);
});

test.each(roles)("a target of the legacy release, whose label is empty, gets them too (%s)", (role) => {
  const { relabel_configs } = scrapeConfigOf(configFor("legacy", role));
  const legacy = { ...discoveredAs[role], [`${labelPrefix(role)}_label_prometheus_kubevirt_io`]: "" };
  expect(relabelled(relabel_configs, legacy)).toEqual(target);
});

function labelPrefix(role: DiscoveryRole): string {
  return `__meta_kubernetes_${role === "pod" ? "pod" : "service"}`;
}

const portNames: Record<DiscoveryRole, string> = {
  endpoints: "__meta_kubernetes_endpoint_port_name",
  endpointslice: "__meta_kubernetes_endpointslice_port_name",
  pod: "__meta_kubernetes_pod_container_port_name",
};

test.each(roles)("other ports, other services and finished pods are no targets (%s)", (role) => {
  const { relabel_configs } = scrapeConfigOf(configFor("v1.9", role));
  const discovered = discoveredAs[role];
  for (const change of [
    { [portNames[role]]: "virt-api" },
    { [portNames[role]]: "" },
    { [`${labelPrefix(role)}_label_prometheus_kubevirt_io`]: "" },
    { [`${labelPrefix(role)}_labelpresent_prometheus_kubevirt_io`]: "" },
    { __meta_kubernetes_pod_phase: "Succeeded" },
  ]) {
    expect(relabelled(relabel_configs, { ...discovered, ...change }), JSON.stringify(change)).toBeUndefined();
  }
});

test("it discovers as the monitor account, in KubeVirt's namespace, by a way of its own", () => {
  expect(scrapeConfigOf(configFor("v1.9"))).toMatchObject({
    job_name: "serviceMonitor/monitoring/prometheus-kubevirt-rules/0",
    honor_labels: true,
    scheme: "https",
    tls_config: { insecure_skip_verify: true },
    kubernetes_sd_configs: [
      {
        role: "endpoints",
        namespaces: { names: ["kubevirt"] },
        api_server: "https://127.10.255.1:6443",
        authorization: { credentials_file: "monitor.token" },
        tls_config: { ca_file: "ca.crt" },
      },
    ],
  });
});

test.each(["endpointslice", "pod"] as const)("%s are read as Prometheus' own account", (role) => {
  expect(scrapeConfigOf(configFor("v1.9", role)).kubernetes_sd_configs).toMatchObject([
    { role, authorization: { credentials_file: "discovery.token" } },
  ]);
});

test("the simulator itself is a job of its own", () => {
  for (const text of [...roles.map((role) => configFor("v1.9", role)), vmagentConfig(optionsFor("v1.9"))]) {
    const { scrape_configs } = parse(text) as { scrape_configs: unknown[] };
    expect(scrape_configs).toContainEqual({
      job_name: "kvsim",
      static_configs: [{ targets: ["127.10.255.2:26443"] }],
    });
  }
});

test("labels are not honoured where the release's ServiceMonitor did not ask for it", () => {
  expect(scrapeConfigOf(configFor("legacy")).honor_labels).toBeUndefined();
});

test("intervals and rule files are the scenario's", () => {
  expect(parse(prometheusConfig(optionsFor("v1.9", ["/rules/*.yaml"])))).toMatchObject({
    global: { scrape_interval: "15s", evaluation_interval: "30s" },
    rule_files: ["/rules/*.yaml"],
  });
});

test("vmagent gets the same targets, and nothing of rules", () => {
  const withoutRules: unknown = parse(configFor("v1.9"));
  expect(parse(vmagentConfig(optionsFor("v1.9", ["/rules/*.yaml"])))).toEqual(withoutRules);
});

async function written(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kvsim-config-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const token of ["monitor.token", "discovery.token"]) await writeFile(join(folder, token), "token");
  await writeFile(join(folder, "ca.crt"), "");
  const file = join(folder, "config.yml");
  await writeFile(file, text);
  return file;
}

testWith({ promtool })("promtool finds nothing wrong, whatever the role", async () => {
  for (const role of roles)
    await promisify(execFile)(promtool ?? "", ["check", "config", await written(configFor("v1.9", role))]);
});

testWith({ vmagent })("vmagent reads its own, strictly", async () => {
  await promisify(execFile)(vmagent ?? "", [
    `-promscrape.config=${await written(vmagentConfig(optionsFor("v1.9", ["/rules/*.yaml"])))}`,
    "-promscrape.config.dryRun",
    "-promscrape.config.strictParse=true",
  ]);
});

/** The job that finds kube-state-metrics, in every configuration that there is. */
function stateMetricsJobs(kubeStateMetrics: boolean): (ScrapeConfig | undefined)[] {
  const options = { ...optionsFor("v1.9"), kubeStateMetrics };
  const texts = [...roles.map((role) => prometheusConfig(options, role)), vmagentConfig(options)];
  return texts.map((text) =>
    (parse(text) as { scrape_configs: ScrapeConfig[] }).scrape_configs.find(
      ({ job_name }) => job_name === "serviceMonitor/monitoring/kube-state-metrics/0",
    ),
  );
}

test("kube-state-metrics has a job of its own where it runs, whose series keep their own labels", () => {
  expect(stateMetricsJobs(false)).toEqual([undefined, undefined, undefined, undefined]);
  for (const [index, job] of stateMetricsJobs(true).entries()) {
    expect(job).toMatchObject({
      honor_labels: true,
      authorization: { credentials_file: "discovery.token" },
      kubernetes_sd_configs: [{ namespaces: { names: ["monitoring"] } }],
    });
    const role = roles[index] ?? "endpoints";
    const found = {
      ...discoveredAs[role],
      __meta_kubernetes_service_name: "kube-state-metrics",
      __meta_kubernetes_service_label_app_kubernetes_io_name: "kube-state-metrics",
      __meta_kubernetes_service_labelpresent_app_kubernetes_io_name: "true",
      __meta_kubernetes_pod_label_app_kubernetes_io_name: "kube-state-metrics",
      __meta_kubernetes_pod_labelpresent_app_kubernetes_io_name: "true",
      __meta_kubernetes_pod_container_name: "kube-rbac-proxy-main",
      __meta_kubernetes_endpoint_port_name: "https-main",
      __meta_kubernetes_endpointslice_port_name: "https-main",
      __meta_kubernetes_pod_container_port_name: "https-main",
    };
    expect(relabelled(job?.relabel_configs ?? [], found)).toEqual({
      job: "kube-state-metrics",
      container: "kube-rbac-proxy-main",
    });
    expect(relabelled(job?.relabel_configs ?? [], discoveredAs[role])).toBeUndefined();
  }
});
