import { expect, test } from "vitest";
import { identityOf } from "../../../sim/apiserver/identity.ts";
import { scenario } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";
import { apiserverOf } from "../support/apiserver.ts";

const monitor = identityOf("system:serviceaccount:monitoring:prometheus-k8s");
const authorization = "/apis/authorization.k8s.io/v1";
const authentication = "/apis/authentication.k8s.io/v1";

function withKubeVirt() {
  const { store, clock } = simulationOf(scenario());
  return apiserverOf({ store, clock });
}

test.each([
  [{ verb: "list", resource: "pods", namespace: "kubevirt" }, true],
  [{ verb: "list", resource: "pods", namespace: "default" }, false],
  [{ verb: "list", resource: "pods" }, false],
  [{ verb: "get", resource: "endpoints", namespace: "kubevirt", name: "x" }, true],
  [{ verb: "get", resource: "pods", subresource: "log", namespace: "kubevirt" }, false],
])("A1 whoever asks learns whether they may %j: %s", (resourceAttributes, allowed) => {
  const answer = withKubeVirt().ask("POST", `${authorization}/selfsubjectaccessreviews`, {
    as: monitor,
    body: { spec: { resourceAttributes } },
  });
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({ kind: "SelfSubjectAccessReview", status: { allowed } });
});

test("A1 paths can be asked about too", () => {
  const { ask } = withKubeVirt();
  const allowed = (path: string) =>
    ask("POST", `${authorization}/selfsubjectaccessreviews`, {
      as: monitor,
      body: { spec: { nonResourceAttributes: { path, verb: "get" } } },
    }).body.status["allowed"];
  expect([allowed("/healthz"), allowed("/metrics")]).toEqual([true, false]);
});

test("A2 can-i --list and whoami are answered", () => {
  const { ask } = withKubeVirt();
  const rules = ask("POST", `${authorization}/selfsubjectrulesreviews`, {
    as: monitor,
    body: { spec: { namespace: "kubevirt" } },
  });
  expect(rules.body.status["resourceRules"]).toContainEqual({
    verbs: ["get", "list", "watch"],
    apiGroups: [""],
    resources: ["services", "endpoints", "pods"],
  });
  const self = ask("POST", `${authentication}/selfsubjectreviews`, { as: monitor, body: {} });
  expect(self.body.status["userInfo"]).toEqual({ username: monitor.name, groups: monitor.groups });
});

test("A3 a token review tells whose token it is", () => {
  const { ask } = withKubeVirt();
  const review = (token: string) =>
    ask("POST", `${authentication}/tokenreviews`, { body: { spec: { token } } }).body.status;
  expect(review("monitor-token")).toMatchObject({ authenticated: true, user: { username: monitor.name } });
  expect(review("wrong")).toMatchObject({ authenticated: false });
  expect(ask("POST", `${authentication}/tokenreviews`, { body: {} }).status).toBe(400);
});

test("A4 a subject access review asks for someone else", () => {
  const { ask } = withKubeVirt();
  const allowed = (plural: string, spec: object, namespace = "") =>
    ask("POST", `${authorization}${namespace}/${plural}`, { body: { spec } }).body.status["allowed"];
  const resourceAttributes = { verb: "list", resource: "pods", namespace: "kubevirt" };
  expect(allowed("subjectaccessreviews", { user: monitor.name, resourceAttributes })).toBe(true);
  expect(allowed("subjectaccessreviews", { user: "nobody", resourceAttributes })).toBe(false);
  expect(allowed("subjectaccessreviews", { user: "x", groups: ["system:masters"], resourceAttributes })).toBe(
    true,
  );
  expect(
    allowed(
      "localsubjectaccessreviews",
      { user: monitor.name, resourceAttributes: { verb: "list", resource: "pods" } },
      "/namespaces/kubevirt",
    ),
  ).toBe(true);
  expect(ask("POST", `${authorization}/subjectaccessreviews`, { body: { spec: { user: "a" } } }).status).toBe(
    422,
  );
  expect(
    ask("POST", `${authorization}/subjectaccessreviews`, { as: monitor, body: { spec: {} } }).status,
  ).toBe(403);
});

test("reviews can only be created", () => {
  const { ask } = withKubeVirt();
  for (const method of ["GET", "PUT", "DELETE"])
    expect(ask(method, `${authorization}/selfsubjectaccessreviews`).status).toBe(405);
});

test("--as asks as someone else, if one may", () => {
  const { ask } = withKubeVirt();
  const as = (user: string, identity = identityOf("system:admin"), more: Record<string, string> = {}) =>
    ask("GET", "/api/v1/namespaces/kubevirt/pods", {
      as: identity,
      headers: { "impersonate-user": user, ...more },
    }).status;
  expect(as(monitor.name)).toBe(200);
  expect(as("nobody")).toBe(403);
  expect(as("nobody", identityOf("system:admin"), { "impersonate-group": "a, system:masters" })).toBe(200);
  expect(as("system:admin", monitor)).toBe(403);
  const withoutUser = { headers: { "impersonate-group": "system:masters" } };
  expect(ask("GET", "/api/v1/pods", withoutUser).status).toBe(400);
});
