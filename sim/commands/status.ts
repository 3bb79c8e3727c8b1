import type { ClusterFile } from "../cluster/cluster-file.ts";
import { WallClock } from "../clock/wall.ts";
import { valueOf } from "./arguments.ts";
import type { Command } from "./command.ts";
import { documentOf, formatOf, tableOf, type Column } from "./listing.ts";
import { apiserverView, type ApiserverView } from "./running/apiserver-view.ts";
import { runningCluster } from "./running/directory-state.ts";
import { whyNoAnswer } from "./running/https-get.ts";
import { defaultDirectory, dirOption, outputOption, type OutputFormat } from "./shared-options.ts";
import { formatDuration } from "./up/duration.ts";

export const status: Command = {
  name: "status",
  summary: "tell how a running cluster is",
  usage: "[--dir DIRECTORY] [-o wide|json|yaml]",
  description:
    "Lists the components of a running cluster, and which of them the apiserver calls ready. Exit code 1: none runs.",
  options: { dir: dirOption, output: outputOption },
  positionals: { least: 0, most: 0 },
  run: async (given, { out }) => {
    const directory = valueOf(given, "dir") ?? defaultDirectory;
    const cluster = await runningCluster(directory);
    const report = reportOf(cluster, await viewOrProblem(directory));
    const format = formatOf(given);
    out.write(documentOf(report, format) ?? textOf(report, format));
    return 0;
  },
};

interface Problem {
  readonly problem: string;
}

/** A fault may have cut the apiserver off: that is a status, too. */
async function viewOrProblem(directory: string): Promise<ApiserverView | Problem> {
  return apiserverView(directory).catch((error: unknown) => ({
    problem: whyNoAnswer(error),
  }));
}

/** What is printed, and what `-o json` is. */
export interface StatusReport extends Omit<ClusterFile, "components" | "apiserver"> {
  /** Seconds since the timeline began; below 0 before that. */
  readonly t: number;
  readonly apiserver: ClusterFile["apiserver"] & { readonly problem?: string };
  /** VMIs by phase; absent while the apiserver does not answer. */
  readonly instances?: Readonly<Record<string, number>>;
  readonly components: readonly ComponentReport[];
}

/** `ready` is absent while the apiserver does not answer. */
type ComponentReport = ClusterFile["components"][number] & { readonly ready?: boolean };

function reportOf(cluster: ClusterFile, view: ApiserverView | Problem): StatusReport {
  const t = Math.round(new WallClock(Date.parse(cluster.epoch)).now() * 10) / 10;
  if ("problem" in view) return { ...cluster, t, apiserver: { ...cluster.apiserver, ...view } };
  return {
    ...cluster,
    t,
    instances: view.instances,
    components: cluster.components.map((component) => ({
      ...component,
      ready: view.readyPods.has(component.pod),
    })),
  };
}

const columns: readonly Column<ComponentReport>[] = [
  { title: "POD", cell: ({ pod }) => pod },
  { title: "READY", cell: ({ ready }) => (ready === undefined ? "unknown" : ready ? "yes" : "no") },
  { title: "NODE", cell: ({ node }) => node },
  { title: "ADDRESS", cell: ({ address }) => address },
  { title: "COMPONENT", cell: ({ kind }) => kind, wide: true },
  { title: "PROCESS", cell: ({ pid }) => String(pid), wide: true },
];

function textOf(report: StatusReport, format: OutputFormat | undefined): string {
  const { scenario, seed, t, apiserver, prometheus, instances, components } = report;
  const since = t < 0 ? `begins in ${formatDuration(-t)}` : `for ${formatDuration(t)}`;
  const trouble = apiserver.problem === undefined ? "" : `, which does not answer: ${apiserver.problem}`;
  const phases = Object.entries(instances ?? {}).map(([phase, count]) => `${count} ${phase}`);
  return [
    `${scenario} ${since}, seed ${seed}`,
    `apiserver   ${apiserver.url}${trouble}`,
    ...(prometheus === undefined ? [] : [`Prometheus  ${prometheus.url}`]),
    ...(instances === undefined ? [] : [`VMIs        ${phases.length === 0 ? "none" : phases.join(", ")}`]),
    "",
    ...tableOf(components, columns, format),
    "",
  ].join("\n");
}
