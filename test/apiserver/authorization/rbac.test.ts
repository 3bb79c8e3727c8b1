import { expect, test } from "vitest";
import { anonymous, identityOf } from "../../../sim/apiserver/identity.ts";
import {
  clusterRoleBindingKind,
  clusterRoleKind,
  roleBindingKind,
  roleKind,
  type PolicyRule,
} from "../../../sim/store/objects/rbac.ts";
import type { Store } from "../../../sim/store/store.ts";
import { scenario } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";
import { apiserverOf } from "../support/apiserver.ts";

const monitor = identityOf("system:serviceaccount:monitoring:prometheus-k8s");
const group = "rbac.authorization.k8s.io";

/** A user who may do what `rules` say, everywhere or in the namespace `default`. */
function grant(store: Store, user: string, rules: readonly PolicyRule[], namespace?: string) {
  const name = `of-${user}`;
  const subjects = [{ kind: "User", name: user, apiGroup: group }];
  const common = { apiVersion: `${group}/v1`, rules };
  if (namespace === undefined) {
    store.create(clusterRoleKind, { ...common, kind: "ClusterRole", metadata: { name } });
    store.create(clusterRoleBindingKind, {
      ...common,
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: { apiGroup: group, kind: "ClusterRole", name },
      subjects,
    });
    return;
  }
  store.create(roleKind, { ...common, kind: "Role", metadata: { name, namespace } });
  store.create(roleBindingKind, {
    ...common,
    kind: "RoleBinding",
    metadata: { name, namespace },
    roleRef: { apiGroup: group, kind: "Role", name },
    subjects,
  });
}

test("the monitor account reads services, endpoints and pods of KubeVirt's namespace because the RoleBinding says so, and nothing else", () => {
  const { store, clock } = simulationOf(scenario());
  const { ask } = apiserverOf({ store, clock });
  const status = (path: string) => ask("GET", path, { as: monitor }).status;
  for (const plural of ["services", "endpoints", "pods"]) {
    expect(status(`/api/v1/namespaces/kubevirt/${plural}?limit=500&resourceVersion=0`)).toBe(200);
    expect(status(`/api/v1/${plural}`)).toBe(403);
    expect(status(`/api/v1/namespaces/default/${plural}`)).toBe(403);
  }
  expect(status("/api/v1/nodes")).toBe(403);
  expect(status("/api/v1/namespaces/kubevirt/secrets")).toBe(403);
  expect(status("/apis/discovery.k8s.io/v1/namespaces/kubevirt/endpointslices")).toBe(403);
});

test("without the RoleBinding its very next request is 403, and with it again it is let in", () => {
  const { store, clock } = simulationOf(scenario());
  const { ask } = apiserverOf({ store, clock });
  const path = "/api/v1/namespaces/kubevirt/endpoints";
  const binding = store.get(roleBindingKind, "kubevirt", "kubevirt-monitoring");
  expect(ask("GET", path, { as: monitor }).status).toBe(200);
  store.delete(roleBindingKind, "kubevirt", "kubevirt-monitoring");
  expect(ask("GET", path, { as: monitor })).toMatchObject({ status: 403, body: { reason: "Forbidden" } });
  const { name, namespace } = binding?.metadata ?? {};
  store.create(roleBindingKind, { ...binding, metadata: { name, namespace } } as never);
  expect(ask("GET", path, { as: monitor }).status).toBe(200);
});

test("each component is let do what it does", () => {
  const { store, clock } = simulationOf(scenario());
  const { ask } = apiserverOf({ store, clock });
  const handler = identityOf("system:serviceaccount:kubevirt:kubevirt-handler");
  const patch = { as: handler, contentType: "application/strategic-merge-patch+json" };
  const heartbeat = { metadata: { annotations: { "kubevirt.io/heartbeat": "2026-01-01T00:00:00Z" } } };
  expect(ask("PATCH", "/api/v1/nodes/node01", { ...patch, body: heartbeat }).status).toBe(200);
  expect(ask("GET", "/apis/kubevirt.io/v1/virtualmachineinstances", { as: handler }).status).toBe(200);
  expect(ask("DELETE", "/api/v1/nodes/node01", { as: handler }).status).toBe(403);
  const controller = identityOf("system:serviceaccount:kubevirt:kubevirt-controller");
  const lease = { metadata: { name: "virt-controller" }, spec: { holderIdentity: "a" } };
  const leases = "/apis/coordination.k8s.io/v1/namespaces/kubevirt/leases";
  expect(ask("POST", leases, { as: controller, body: lease }).status).toBe(201);
});

test.each([
  [
    { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
    "GET",
    "/api/v1/namespaces/default/pods/a",
    true,
  ],
  [
    { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
    "GET",
    "/api/v1/namespaces/default/pods/a",
    false,
  ],
  [{ apiGroups: [""], resources: ["*"], verbs: ["*"] }, "GET", "/api/v1/pods", true],
  [{ apiGroups: ["apps"], resources: ["*"], verbs: ["*"] }, "GET", "/api/v1/pods", false],
  [{ apiGroups: ["*"], resources: ["pods"], verbs: ["list"] }, "GET", "/api/v1/pods", true],
  [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }, "GET", "/api/v1/pods?watch=true", false],
  [
    { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
    "GET",
    "/api/v1/namespaces/default/pods/a/status",
    false,
  ],
  [
    { apiGroups: [""], resources: ["pods/status"], verbs: ["get"] },
    "GET",
    "/api/v1/namespaces/default/pods/a/status",
    true,
  ],
  [
    { apiGroups: [""], resources: ["*/status"], verbs: ["get"] },
    "GET",
    "/api/v1/namespaces/default/pods/a/status",
    true,
  ],
  [
    { apiGroups: [""], resources: ["*/status"], verbs: ["get"] },
    "GET",
    "/api/v1/namespaces/default/pods/a",
    false,
  ],
  [
    { apiGroups: [""], resources: ["pods"], resourceNames: ["a"], verbs: ["get"] },
    "GET",
    "/api/v1/namespaces/default/pods/a",
    true,
  ],
  [
    { apiGroups: [""], resources: ["pods"], resourceNames: ["a"], verbs: ["get"] },
    "GET",
    "/api/v1/namespaces/default/pods/b",
    false,
  ],
  [
    { apiGroups: [""], resources: ["pods"], resourceNames: ["a"], verbs: ["list"] },
    "GET",
    "/api/v1/pods",
    false,
  ],
  [
    { apiGroups: [""], resources: ["pods"], resourceNames: ["a"], verbs: ["list"] },
    "GET",
    "/api/v1/pods?fieldSelector=metadata.name%3Da",
    true,
  ],
  [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }, "GET", "/metrics", true],
  [{ nonResourceURLs: ["/met*"], verbs: ["get"] }, "GET", "/metrics", true],
  [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }, "GET", "/metrics/x", false],
] satisfies [PolicyRule & object, string, string, boolean][])(
  "the rule %j lets %s %s: %s",
  (rule, method, path, allowed) => {
    const { ask, store } = apiserverOf();
    grant(store, "u", [{ ...rule, verbs: rule.verbs }]);
    expect(ask(method, path, { as: identityOf("u") }).status !== 403).toBe(allowed);
  },
);

test("a Role counts in its namespace only", () => {
  const { ask, store } = apiserverOf();
  grant(store, "u", [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }], "default");
  const status = (path: string) => ask("GET", path, { as: identityOf("u") }).status;
  expect(status("/api/v1/namespaces/default/pods")).toBe(200);
  expect(status("/api/v1/namespaces/monitoring/pods")).toBe(403);
  expect(status("/api/v1/pods")).toBe(403);
});

test("a binding whose role is missing or malformed grants nothing, and hurts nobody else", () => {
  const { ask, store } = apiserverOf();
  grant(store, "u", "nonsense" as never);
  store.delete(clusterRoleKind, undefined, "cluster-admin");
  expect(ask("GET", "/api/v1/pods", { as: identityOf("u") }).status).toBe(403);
  expect(ask("GET", "/api/v1/pods").status).toBe(200);
});

test("everyone who is known may discover; nobody unknown may", () => {
  const { ask } = apiserverOf();
  for (const path of ["/api", "/apis", "/api/v1", "/apis/apps/v1"]) {
    expect(ask("GET", path, { as: identityOf("u") }).status).toBe(200);
    expect(ask("GET", path, { as: anonymous }).status).toBe(401);
  }
});

test("who may edit or view a namespace may so with its VMs, by the roles that KubeVirt adds to those", () => {
  const { store, clock } = simulationOf(scenario());
  const { ask } = apiserverOf({ store, clock });
  for (const name of ["edit", "view"])
    store.create(roleBindingKind, {
      apiVersion: `${group}/v1`,
      kind: "RoleBinding",
      metadata: { name, namespace: "default" },
      roleRef: { apiGroup: group, kind: "ClusterRole", name },
      subjects: [{ kind: "User", name: `may-${name}`, apiGroup: group }],
    });
  const vms = "/apis/kubevirt.io/v1/namespaces/default/virtualmachines";
  const start = "/apis/subresources.kubevirt.io/v1/namespaces/default/virtualmachines/a/start";
  const status = (user: string, method: string, path: string) =>
    ask(method, path, { as: identityOf(user) }).status;
  // 404: let in, and there is none of this name.
  expect(status("may-edit", "DELETE", `${vms}/a`)).toBe(404);
  expect(status("may-edit", "PUT", start)).toBe(404);
  expect(status("may-edit", "PUT", start.replace("start", "migrate"))).toBe(403);
  expect(status("may-view", "GET", vms)).toBe(200);
  expect(status("may-view", "DELETE", `${vms}/a`)).toBe(403);
  expect(status("may-view", "PUT", start)).toBe(403);
  expect(status("may-edit", "GET", vms.replace("/default/", "/kubevirt/"))).toBe(403);
  store.delete(clusterRoleKind, undefined, "kubevirt.io:view");
  expect(status("may-view", "GET", vms)).toBe(403);
});
