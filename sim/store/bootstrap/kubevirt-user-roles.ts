import { clusterRoleKind, type PolicyRule } from "../objects/rbac.ts";
import type { Store } from "../store.ts";

const read = ["get", "list", "watch"];
const write = ["create", "delete", "deletecollection", "patch", "update"];

const workloads = ["virtualmachines", "virtualmachineinstances"];
const migrations = ["virtualmachineinstancemigrations"];
const agentQuestions = ["guestosinfo", "filesystemlist", "userlist"];
const sessions = ["console", "portforward", "usbredir", "vnc"];
const instanceActions = [
  ...["pause", "unpause", "freeze", "unfreeze", "softreboot", "reset"],
  ...["addvolume", "removevolume"],
];
const machineActions = ["start", "stop", "restart", "addvolume", "removevolume", "memorydump"];

const objects = (resources: readonly string[], verbs: readonly string[]): PolicyRule => ({
  apiGroups: ["kubevirt.io"],
  resources,
  verbs,
});
const parts = (of: string, names: readonly string[], verb: "get" | "update"): PolicyRule => ({
  apiGroups: ["subresources.kubevirt.io"],
  resources: names.map((name) => `${of}/${name}`),
  verbs: [verb],
});

const viewRules = [
  objects([...workloads, ...migrations], read),
  parts("virtualmachineinstances", agentQuestions, "get"),
];
const editRules = [
  ...viewRules,
  objects(workloads, write),
  parts("virtualmachineinstances", sessions, "get"),
  parts("virtualmachineinstances", instanceActions, "update"),
  parts("virtualmachines", ["portforward"], "get"),
  parts("virtualmachines", machineActions, "update"),
];
const migrateRules = [objects(migrations, write), parts("virtualmachines", ["migrate"], "update")];

/**
 * The ClusterRoles by which KubeVirt lets a cluster's users work with VMs: who is `admin`, `edit` or `view` is so
 * of VMs too, but only who is given `kubevirt.io:migrate` moves them.
 *
 * Source: kubevirt pkg/virt-operator/resource/generate/rbac/cluster.go
 */
export function installUserRoles(store: Store): void {
  const install = (name: string, rules: readonly PolicyRule[], labels: Readonly<Record<string, string>>) =>
    store.create(clusterRoleKind, {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: `kubevirt.io:${name}`, labels: { "kubevirt.io": "", ...labels } },
      rules,
    });
  for (const [name, rules] of Object.entries({ admin: editRules, edit: editRules, view: viewRules }))
    install(name, rules, { [`rbac.authorization.k8s.io/aggregate-to-${name}`]: "true" });
  install("migrate", migrateRules, {});
}
