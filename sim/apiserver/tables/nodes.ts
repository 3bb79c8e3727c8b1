import type { KubeObject } from "../../store/object.ts";
import { fieldAt, listAt, textAt } from "../field-access.ts";
import { ageColumn } from "./age.ts";
import { column, nameColumn, text, wide, type Column } from "./table.ts";
import { joined } from "./text.ts";

const rolePrefix = "node-role.kubernetes.io/";

export const nodeColumns: readonly Column[] = [
  nameColumn,
  column("Status", "The status of the node", status),
  column("Roles", "The roles of the node", roles),
  ageColumn,
  text("Version", "Kubelet Version reported by the node.", "status.nodeInfo.kubeletVersion", ""),
  wide(
    column("Internal-IP", "Address of the node inside the cluster.", (node) => address(node, "InternalIP")),
  ),
  wide(
    column("External-IP", "Address of the node outside the cluster.", (node) => address(node, "ExternalIP")),
  ),
  wide(text("OS-Image", "OS Image reported by the node.", "status.nodeInfo.osImage", "<unknown>")),
  wide(
    text(
      "Kernel-Version",
      "Kernel Version reported by the node.",
      "status.nodeInfo.kernelVersion",
      "<unknown>",
    ),
  ),
  wide(
    text(
      "Container-Runtime",
      "ContainerRuntime Version reported by the node.",
      "status.nodeInfo.containerRuntimeVersion",
      "<unknown>",
    ),
  ),
];

function status(node: KubeObject): string {
  const ready = listAt(node, "status.conditions").find((condition) => textAt(condition, "type") === "Ready");
  const readiness =
    ready === undefined ? "Unknown" : textAt(ready, "status") === "True" ? "Ready" : "NotReady";
  return fieldAt(node, "spec.unschedulable") === true ? `${readiness},SchedulingDisabled` : readiness;
}

function roles({ metadata }: KubeObject): string {
  const labels = Object.entries(metadata.labels ?? {});
  const named = labels
    .filter(([key]) => key.startsWith(rolePrefix))
    .map(([key]) => key.slice(rolePrefix.length));
  const old = labels.filter(([key]) => key === "kubernetes.io/role").map(([, value]) => value);
  return joined([...named, ...old].sort());
}

function address(node: KubeObject, type: string): string {
  const found = listAt(node, "status.addresses").find((entry) => textAt(entry, "type") === type);
  return joined([textAt(found, "address")]);
}
