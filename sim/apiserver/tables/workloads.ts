import { fieldAt, listAt, numberAt, textAt } from "../field-access.ts";
import type { KubeObject } from "../../store/object.ts";
import { ageColumn, humanDuration, sinceTimestamp } from "./age.ts";
import { column, count, nameColumn, text, wide, type Column } from "./table.ts";
import { joined, none, pairsAt, selectorAt } from "./text.ts";

/** Names and images of the containers that a workload's pods have. */
function podTemplateColumns(path = "spec.template.spec.containers"): Column[] {
  const each = (field: string) => (object: KubeObject) =>
    joined(listAt(object, path).map((container) => textAt(container, field)));
  return [
    wide(column("Containers", "Names of each container in the template.", each("name"))),
    wide(column("Images", "Images referenced by each container in the template.", each("image"))),
  ];
}

const selectorColumn = wide(
  column("Selector", "Which pods belong to it.", (object) => selectorAt(object, "spec.selector")),
);

function readyOf(object: KubeObject, wanted: string): string {
  return `${numberAt(object, "status.readyReplicas") ?? 0}/${numberAt(object, wanted) ?? 0}`;
}

export const deploymentColumns: readonly Column[] = [
  nameColumn,
  column("Ready", "Number of the pod with ready state", (object) => readyOf(object, "spec.replicas")),
  count("Up-to-date", "Pods that have the desired template spec.", "status.updatedReplicas"),
  count("Available", "Pods that have been ready for minReadySeconds.", "status.availableReplicas"),
  ageColumn,
  ...podTemplateColumns(),
  selectorColumn,
];

const replicaColumns: readonly Column[] = [
  nameColumn,
  count("Desired", "Number of desired pods.", "spec.replicas"),
  count("Current", "Number of observed pods.", "status.replicas"),
  count("Ready", "Number of pods with a Ready condition.", "status.readyReplicas"),
  ageColumn,
  ...podTemplateColumns(),
];

export const replicaSetColumns: readonly Column[] = [...replicaColumns, selectorColumn];

export const replicationControllerColumns: readonly Column[] = [
  ...replicaColumns,
  wide(column("Selector", "Which pods belong to it.", (object) => pairsAt(object, "spec.selector"))),
];

export const daemonSetColumns: readonly Column[] = [
  nameColumn,
  count("Desired", "Nodes that should run the daemon pod.", "status.desiredNumberScheduled"),
  count("Current", "Nodes that run the daemon pod and should.", "status.currentNumberScheduled"),
  count("Ready", "Nodes whose daemon pod is ready.", "status.numberReady"),
  count("Up-to-date", "Nodes that run the updated daemon pod.", "status.updatedNumberScheduled"),
  count("Available", "Nodes whose daemon pod is available.", "status.numberAvailable"),
  column("Node Selector", "Which nodes it runs on.", (object) =>
    pairsAt(object, "spec.template.spec.nodeSelector"),
  ),
  ageColumn,
  ...podTemplateColumns(),
  selectorColumn,
];

export const statefulSetColumns: readonly Column[] = [
  nameColumn,
  column("Ready", "Number of the pod with ready state", (object) => readyOf(object, "spec.replicas")),
  ageColumn,
  ...podTemplateColumns(),
];

export const jobColumns: readonly Column[] = [
  nameColumn,
  column("Status", "Status of the job.", (job) => {
    const met = listAt(job, "status.conditions").filter(
      (condition) => textAt(condition, "status") === "True",
    );
    return textAt(met[0], "type") ?? "Running";
  }),
  column(
    "Completions",
    "How many of the job's pods have succeeded.",
    (job) => `${numberAt(job, "status.succeeded") ?? 0}/${numberAt(job, "spec.completions") ?? 1}`,
  ),
  column("Duration", "Time required to complete the job.", (job, { clock }) => {
    const start = textAt(job, "status.startTime");
    const end = textAt(job, "status.completionTime");
    if (start === undefined) return "";
    return end === undefined
      ? sinceTimestamp(clock, start)
      : humanDuration((Date.parse(end) - Date.parse(start)) / 1000);
  }),
  ageColumn,
  ...podTemplateColumns(),
  selectorColumn,
];

export const cronJobColumns: readonly Column[] = [
  nameColumn,
  text("Schedule", "The schedule in Cron format.", "spec.schedule", ""),
  text("Timezone", "The time zone name for the given schedule.", "spec.timeZone"),
  column("Suspend", "Whether later executions are suspended.", (object) =>
    fieldAt(object, "spec.suspend") === true ? "True" : "False",
  ),
  column("Active", "Jobs that run now.", (object) => listAt(object, "status.active").length, "integer"),
  column("Last Schedule", "When a job was last scheduled.", (object, { clock }) => {
    const last = textAt(object, "status.lastScheduleTime");
    return last === undefined ? none : sinceTimestamp(clock, last);
  }),
  ageColumn,
  ...podTemplateColumns("spec.jobTemplate.spec.template.spec.containers"),
];

export const podDisruptionBudgetColumns: readonly Column[] = [
  nameColumn,
  text("Min Available", "The minimum number of pods that must be available.", "spec.minAvailable", "N/A"),
  text(
    "Max Unavailable",
    "The maximum number of pods that may be unavailable.",
    "spec.maxUnavailable",
    "N/A",
  ),
  count("Allowed Disruptions", "Pods that may be disrupted at this time.", "status.disruptionsAllowed"),
  ageColumn,
];

export const controllerRevisionColumns: readonly Column[] = [
  nameColumn,
  column("Controller", "Controller of the object", ({ metadata }) => {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
    const group = owner?.apiVersion.split("/")[0] ?? "";
    return owner === undefined ? none : `${owner.kind.toLowerCase()}.${group}/${owner.name}`;
  }),
  text("Revision", "Which revision the state is of.", "revision", ""),
  ageColumn,
];
