import { z } from "zod";
import { kubeVirtVersions, platforms } from "../../model/components.ts";
import { expectSchema } from "./expectation.ts";
import { list, manifestFiles, name, text, trueOrFalse, wholeNumber } from "./leaves.ts";
import { mapping } from "./mapping.ts";
import { duration } from "./measures.ts";
import { nodesSchema } from "./node.ts";
import { formatStatement, says, statementOf, type Statement } from "./statement.ts";
import { timelineSchema } from "./timeline.ts";
import { virtualMachinesSchema } from "./virtual-machine.ts";

const formatVersion = "kvsim/v1";

function unknownVersion(found: unknown): Statement {
  const fix = `write ${kubeVirtVersions.join(" or ")}.`;
  return /^v?1\.[0-8](\.\d+)?$/.test(String(found))
    ? { message: `KubeVirt ${String(found)} is not supported yet`, fix }
    : statementOf(found, { expected: "a KubeVirt version", fix });
}

const kubevirtSchema = mapping(
  {
    version: z
      .enum(kubeVirtVersions, { error: ({ input }) => formatStatement(unknownVersion(input)) })
      .default("v1.9")
      .describe("The release imitated. legacy has the metrics of the original monitoring guide."),
    platform: z
      .enum(platforms, {
        error: says({ expected: "a platform", fix: `write ${platforms.join(" or ")}, or delete the line.` }),
      })
      .default("kubernetes")
      .describe(
        "What it runs on. openshift, which OKD is too, has its monitoring stack in openshift-monitoring, and kinds of its own.",
      ),
    monitorNamespace: name("a namespace")
      .exactOptional()
      .describe("Where the monitoring stack's account is. Without it, KubeVirt's own default."),
    serviceMonitorNamespace: name("a namespace")
      .exactOptional()
      .describe("Where the ServiceMonitor is put. Without it, beside the monitoring stack's account."),
    monitorAccount: name("a ServiceAccount's name")
      .default("prometheus-k8s")
      .describe("The monitoring stack's ServiceAccount: what Prometheus is allowed, it is allowed as this."),
  },
  { what: "the kubevirt section", fix: "write it as kubevirt: {version: v1.9}." },
);

const interval = (what: string) => duration(what, "30s", { least: 1 }).prefault("30s");

const prometheusSchema = mapping(
  {
    scrapeInterval: interval("a scrape interval").describe("How often the generated configuration scrapes."),
    evaluationInterval: interval("an evaluation interval").describe("How often it evaluates rules."),
    ruleFiles: list(text("a path", "write a path, as in rules/*.yaml."), "paths")
      .default([])
      .describe("Rule files for Prometheus: paths relative to the scenario, with * if need be."),
  },
  { what: "the prometheus section", elsewhere: { scrape_interval: "did you mean scrapeInterval?" } },
);

/** A scenario file, shape and units and defaults. Whether it makes sense as a whole is for others to say. */
export const scenarioSchema = mapping(
  {
    apiVersion: z
      .literal(formatVersion, {
        error: says({
          expected: formatVersion,
          fix: `write apiVersion: ${formatVersion}, or delete the line.`,
        }),
      })
      .exactOptional()
      .describe("Version of this format."),
    name: name("the scenario's name")
      .exactOptional()
      .describe("Name of the scenario. Without it, the file's."),
    description: z
      .string({
        error: says({ expected: "a text", fix: "write what the scenario shows, or delete the line." }),
      })
      .default("")
      .describe("What it shows, for people."),
    seed: wholeNumber(0, Number.MAX_SAFE_INTEGER, "write a number such as 7, or delete the line to get 1.")
      .default(1)
      .describe("What all that is random depends on: the same seed, the same numbers."),
    duration: duration("a duration", "40m", { least: 1 })
      .exactOptional()
      .describe("When it ends. Without it, it stays up."),
    kubevirt: kubevirtSchema.prefault({}).describe("The KubeVirt that is imitated."),
    prometheus: prometheusSchema.prefault({}).describe("The Prometheus configuration that is generated."),
    kubeStateMetrics: trueOrFalse("say whether it runs, or delete the line (false).")
      .default(false)
      .describe("kube-state-metrics runs too, and is scraped: KubeVirt's alerts on pods and nodes need it."),
    nodes: nodesSchema.prefault(3).describe("The nodes: how many, or which."),
    virtualMachines: virtualMachinesSchema
      .prefault(0)
      .describe("The VMs that run at t = 0: how many, or which."),
    manifests: manifestFiles()
      .default([])
      .describe("Files with Kubernetes objects that are there at t = 0, relative to the scenario."),
    timeline: timelineSchema.default([]).describe("What happens, and when."),
    expect: expectSchema.default([]).describe("What one expects to see; judged, not played."),
  },
  {
    what: "a scenario",
    fix: "begin with a line such as nodes: 3.",
    elsewhere: { vms: "did you mean virtualMachines?", events: "did you mean timeline?" },
  },
);

export type ScenarioFile = z.output<typeof scenarioSchema>;
