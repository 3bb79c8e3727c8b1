import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { prometheusConfig } from "../../sim/cluster/prometheus-config.ts";
import type { KubeVirtVersion } from "../../sim/model/components.ts";
import { program, testWith } from "../support/prometheus.ts";
import { scenario } from "../support/scenario.ts";

const promtool = program("PROMTOOL", "promtool");
const vmagent = program("VMAGENT", "vmagent");

function configFor(version: KubeVirtVersion, ruleFiles: readonly string[] = []): string {
  const { kubevirt, prometheus } = scenario();
  return prometheusConfig({
    kubevirt: { ...kubevirt, version },
    prometheus: { ...prometheus, scrapeIntervalSeconds: 15, ruleFiles },
    apiserverUrl: "https://127.10.255.1:6443",
  });
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
  readonly action?: "keep" | "drop" | "replace";
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly replacement?: string;
  readonly target_label?: string;
}

function scrapeConfigOf(text: string): ScrapeConfig {
  const { scrape_configs } = parse(text) as { scrape_configs: ScrapeConfig[] };
  const [only] = scrape_configs;
  if (only === undefined || scrape_configs.length !== 1) throw new Error("expected one scrape configuration");
  return only;
}

/** What relabelling makes of a target's labels, as Prometheus documents it; undefined when it is dropped. */
function relabelled(configs: readonly RelabelConfig[], given: Record<string, string>) {
  const labels = { ...given };
  for (const { action = "replace", source_labels = [], separator = ";", regex = "(.*)", ...to } of configs) {
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

const discovered = {
  __address__: "127.10.0.1:8443",
  __meta_kubernetes_namespace: "kubevirt",
  __meta_kubernetes_service_name: "kubevirt-prometheus-metrics",
  __meta_kubernetes_service_label_prometheus_kubevirt_io: "true",
  __meta_kubernetes_service_labelpresent_prometheus_kubevirt_io: "true",
  __meta_kubernetes_endpoint_port_name: "metrics",
  __meta_kubernetes_endpoint_address_target_kind: "Pod",
  __meta_kubernetes_endpoint_address_target_name: "virt-handler-x7k2p",
  __meta_kubernetes_pod_name: "virt-handler-x7k2p",
  __meta_kubernetes_pod_container_name: "virt-handler",
  __meta_kubernetes_pod_phase: "Running",
};
const target = {
  job: "kubevirt-prometheus-metrics",
  namespace: "kubevirt",
  service: "kubevirt-prometheus-metrics",
  endpoint: "metrics",
  pod: "virt-handler-x7k2p",
  container: "virt-handler",
};

test("a target gets the labels that prometheus-operator would give it", () => {
  expect(relabelled(scrapeConfigOf(configFor("v1.9")).relabel_configs, discovered)).toEqual(target);
});

test("a target of the legacy release, whose service label is empty, gets them too", () => {
  const legacy = { ...discovered, __meta_kubernetes_service_label_prometheus_kubevirt_io: "" };
  expect(relabelled(scrapeConfigOf(configFor("legacy")).relabel_configs, legacy)).toEqual(target);
});

test("other ports, other services and finished pods are no targets", () => {
  const { relabel_configs } = scrapeConfigOf(configFor("v1.9"));
  for (const change of [
    { __meta_kubernetes_endpoint_port_name: "virt-api" },
    { __meta_kubernetes_endpoint_port_name: "" },
    { __meta_kubernetes_service_label_prometheus_kubevirt_io: "" },
    { __meta_kubernetes_service_labelpresent_prometheus_kubevirt_io: "" },
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

test("labels are not honoured where the release's ServiceMonitor did not ask for it", () => {
  expect(scrapeConfigOf(configFor("legacy")).honor_labels).toBeUndefined();
});

test("intervals and rule files are the scenario's", () => {
  expect(parse(configFor("v1.9", ["/rules/*.yaml"]))).toMatchObject({
    global: { scrape_interval: "15s", evaluation_interval: "30s" },
    rule_files: ["/rules/*.yaml"],
  });
});

async function written(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kvsim-config-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "monitor.token"), "token");
  await writeFile(join(folder, "ca.crt"), "");
  const file = join(folder, "prometheus.yml");
  await writeFile(file, configFor("v1.9"));
  return file;
}

testWith({ promtool })("promtool finds nothing wrong", async () => {
  await promisify(execFile)(promtool ?? "", ["check", "config", await written()]);
});

testWith({ vmagent })("vmagent reads it, strictly", async () => {
  await promisify(execFile)(vmagent ?? "", [
    `-promscrape.config=${await written()}`,
    "-promscrape.config.dryRun",
    "-promscrape.config.strictParse=true",
  ]);
});
