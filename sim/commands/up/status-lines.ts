import type { ClusterState } from "../../cluster/cluster.ts";
import { formatDuration } from "./duration.ts";

export interface StatusView {
  readonly scenario: string;
  /** Undefined: the timeline has no end. */
  readonly durationSeconds: number | undefined;
  readonly state: ClusterState;
  readonly scrapesPerSecond: number;
}

const barWidth = 24;

/** The live status, a few lines of at most `width` characters. */
export function statusLines(view: StatusView, width: number): string[] {
  const { componentsReady, componentsWanted, runningInstances, activeFaults } = view.state;
  const counts = [
    `${componentsReady}/${componentsWanted} up`,
    `${runningInstances} VMIs`,
    `${view.scrapesPerSecond.toFixed(1)} scrapes/s`,
  ];
  const rows = [
    [view.scenario, progress(view)],
    ["components", counts.join("   ")],
    ["faults", activeFaults.length === 0 ? "none" : activeFaults.join(", ")],
    ["next", nextEvent(view)],
  ] as const;
  const labelWidth = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => cut(`${label.padEnd(labelWidth)}  ${text}`, width));
}

function progress({ state: { t }, durationSeconds }: StatusView): string {
  if (t < 0) return `begins in ${formatDuration(-t)}`;
  if (durationSeconds === undefined) return `for ${formatDuration(t)}`;
  if (t >= durationSeconds) return `over after ${formatDuration(durationSeconds)}; stays until Ctrl-C`;
  const done = Math.floor((t / durationSeconds) * barWidth);
  const bar = `[${"=".repeat(done)}${" ".repeat(barWidth - done)}]`;
  return `${bar} ${formatDuration(t)} of ${formatDuration(durationSeconds)}`;
}

function nextEvent({ state: { t, nextEvent: next } }: StatusView): string {
  if (next === undefined) return "no more events";
  return `${next.name} in ${formatDuration(Math.ceil(next.atSeconds - t))}, at ${formatDuration(next.atSeconds)}`;
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
