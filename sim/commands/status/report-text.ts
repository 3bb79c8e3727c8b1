import { tableOf, type Column } from "../listing.ts";
import type { OutputFormat } from "../shared-options.ts";
import { formatDuration } from "../up/duration.ts";
import type { ComponentReport, StatusReport } from "./report.ts";

const columns: readonly Column<ComponentReport>[] = [
  { title: "POD", cell: ({ pod }) => pod },
  { title: "READY", cell: ({ ready }) => (ready === undefined ? "unknown" : ready ? "yes" : "no") },
  { title: "RESTARTS", cell: ({ restarts }) => textOf(restarts) },
  { title: "NODE", cell: ({ node }) => node },
  { title: "ADDRESS", cell: ({ address }) => address },
  { title: "COMPONENT", cell: ({ kind }) => kind, wide: true },
  { title: "PROCESS", cell: ({ pid }) => textOf(pid), wide: true },
];

/** A report for people: what goes on, then a line for each component. */
export function reportText(report: StatusReport, format: OutputFormat | undefined): string {
  const { scenario, seed, t, apiserver, prometheus, instances, components } = report;
  const since = t < 0 ? `begins in ${formatDuration(-t)}` : `for ${formatDuration(t)}`;
  const trouble = apiserver.problem === undefined ? "" : `, which does not answer: ${apiserver.problem}`;
  const phases = Object.entries(instances ?? {}).map(([phase, count]) => `${count} ${phase}`);
  return [
    `${scenario} ${since}, seed ${seed}`,
    `apiserver   ${apiserver.url}${trouble}`,
    ...(prometheus === undefined ? [] : [`Prometheus  ${prometheus.url}`]),
    ...(instances === undefined ? [] : [`VMIs        ${phases.length === 0 ? "none" : phases.join(", ")}`]),
    ...faultLines(report),
    `next        ${nextText(report)}`,
    "",
    ...tableOf(components, columns, format),
    "",
  ].join("\n");
}

function faultLines({ activeFaults }: StatusReport): string[] {
  const faults = activeFaults.map(({ name, does }) => `${name}: ${does}`);
  return (faults.length === 0 ? ["none"] : faults).map(
    (fault, index) => `${(index === 0 ? "faults" : "").padEnd(12)}${fault}`,
  );
}

function nextText({ t, nextEvent }: StatusReport): string {
  if (nextEvent === undefined) return "no more events";
  const { name, atSeconds, does } = nextEvent;
  const wait = formatDuration(Math.ceil(atSeconds - t));
  return `${name} in ${wait}, at ${formatDuration(atSeconds)}: ${does}`;
}

function textOf(number: number | undefined): string {
  return number === undefined ? "" : String(number);
}
