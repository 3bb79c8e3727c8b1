import type { Clock } from "../../clock/clock.ts";
import type { KubeObject } from "../../store/object.ts";
import { listAt, numberAt, property, textAt } from "../field-access.ts";
import { ageColumn, sinceTimestamp } from "./age.ts";
import { column, nameColumn, text, wide, type Column } from "./table.ts";
import { none } from "./text.ts";

export const podColumns: readonly Column[] = [
  nameColumn,
  column("Ready", "The aggregate readiness state of this pod for accepting traffic.", ready),
  column("Status", "The aggregate status of the containers in this pod.", status),
  column(
    "Restarts",
    "The number of times the containers in this pod have been restarted.",
    (pod, { clock }) => restarts(pod, clock),
  ),
  ageColumn,
  wide(text("IP", "IP address allocated to the pod.", "status.podIP")),
  wide(text("Node", "The name of the node that the pod runs on.", "spec.nodeName")),
  wide(text("Nominated Node", "The node that a preempting pod waits for.", "status.nominatedNodeName")),
  wide(column("Readiness Gates", "How many of the pod's readiness gates are met.", readinessGates)),
];

function containerStatuses(pod: KubeObject): readonly unknown[] {
  return listAt(pod, "status.containerStatuses");
}

function ready(pod: KubeObject): string {
  const readyCount = containerStatuses(pod).filter((status) => property(status, "ready") === true).length;
  return `${readyCount}/${listAt(pod, "spec.containers").length}`;
}

/** What the first container that is in trouble says, else the phase; `Terminating` for a pod on its way out. */
function status(pod: KubeObject): string {
  const phase = textAt(pod, "status.phase") ?? "Unknown";
  const troubles = containerStatuses(pod).map(trouble);
  const reason = troubles.find((found) => found !== undefined) ?? textAt(pod, "status.reason") ?? phase;
  if (pod.metadata.deletionTimestamp !== undefined && phase !== "Succeeded" && phase !== "Failed")
    return textAt(pod, "status.reason") === "NodeLost" ? "Unknown" : "Terminating";
  return reason;
}

function trouble(status: unknown): string | undefined {
  const waiting = textAt(status, "state.waiting.reason");
  if (waiting !== undefined && waiting !== "") return waiting;
  if (property(property(status, "state"), "terminated") === undefined) return undefined;
  const reason = textAt(status, "state.terminated.reason");
  if (reason !== undefined && reason !== "") return reason;
  const signal = numberAt(status, "state.terminated.signal") ?? 0;
  const exitCode = numberAt(status, "state.terminated.exitCode") ?? 0;
  return signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`;
}

/** `2 (5m3s ago)`: how often, and how long since the last time. */
function restarts(pod: KubeObject, clock: Clock): string {
  const statuses = containerStatuses(pod);
  const times = statuses.reduce<number>((sum, status) => sum + (numberAt(status, "restartCount") ?? 0), 0);
  const last = statuses
    .map((status) => textAt(status, "lastState.terminated.finishedAt"))
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
  return times === 0 || last === undefined ? String(times) : `${times} (${sinceTimestamp(clock, last)} ago)`;
}

function readinessGates(pod: KubeObject): string {
  const gates = listAt(pod, "spec.readinessGates");
  if (gates.length === 0) return none;
  const conditions = listAt(pod, "status.conditions");
  const met = gates.filter((gate) =>
    conditions.some(
      (condition) =>
        textAt(condition, "type") === textAt(gate, "conditionType") && textAt(condition, "status") === "True",
    ),
  );
  return `${met.length}/${gates.length}`;
}
