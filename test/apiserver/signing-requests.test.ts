import { expect, test } from "vitest";
import { identityOf } from "../../sim/apiserver/identity.ts";
import { apiserverOf } from "./support/apiserver.ts";
import { base64, pemRequest as request } from "./support/signing-request.ts";

const path = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

const bob = identityOf("system:serviceaccount:default:bob");

function signingRequest(spec: object = {}) {
  const signerName = "kubernetes.io/kube-apiserver-client";
  return { metadata: { name: "bob" }, spec: { request, signerName, usages: ["client auth"], ...spec } };
}

function mayAsk() {
  const server = apiserverOf();
  const rbac = "/apis/rbac.authorization.k8s.io/v1";
  const rules = [{ apiGroups: ["certificates.k8s.io"], resources: ["*"], verbs: ["create"] }];
  server.ask("POST", `${rbac}/clusterroles`, { body: { metadata: { name: "ask" }, rules } });
  server.ask("POST", `${rbac}/clusterrolebindings`, {
    body: {
      metadata: { name: "ask" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "ask" },
      subjects: [{ kind: "ServiceAccount", name: "bob", namespace: "default" }],
    },
  });
  return server;
}

/** The cells that `kubectl get csr` shows beside name and age. */
function shown({ ask }: ReturnType<typeof apiserverOf>) {
  const accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
  return ask("GET", path, { accept }).body.rows[0]?.cells.slice(2);
}

test("a signing request says who asked, whatever the asker says, and waits for approval", () => {
  const server = mayAsk();
  const lie = signingRequest({ username: "alice", groups: ["system:masters"], expirationSeconds: 3600 });
  const { status, body } = server.ask("POST", path, { body: lie, as: bob });
  expect(status).toBe(201);
  expect(body.spec).toMatchObject({ username: bob.name, groups: bob.groups });
  expect(shown(server)).toEqual(["kubernetes.io/kube-apiserver-client", bob.name, "60m", "Pending"]);
});

test("a signing request is approved by its own subresource, and what it asks for stays as it is", () => {
  const server = mayAsk();
  const { body } = server.ask("POST", path, { body: signingRequest() });
  const condition = { type: "Approved", status: "True", reason: "KubectlApprove", message: "by kubectl" };
  const approval = { ...body, spec: { ...body.spec, usages: ["any"] }, status: { conditions: [condition] } };
  expect(server.ask("PUT", `${path}/bob/approval`, { body: approval, as: bob }).status).toBe(403);
  const approved = server.ask("PUT", `${path}/bob/approval`, { body: approval });
  expect(approved).toMatchObject({ status: 200, body: { spec: { usages: ["client auth"] } } });
  expect(shown(server)?.[3]).toBe("Approved");
  const both = { ...approved.body, status: { conditions: [condition, { ...condition, type: "Denied" }] } };
  expect(server.ask("PUT", `${path}/bob/approval`, { body: both }).status).toBe(422);
  const other = { ...approved.body, spec: { ...body.spec, signerName: "example.com/other" } };
  expect(server.ask("PUT", `${path}/bob`, { body: other }).status).toBe(422);
});

test.each([
  ["that is no PEM", { request: base64("hello") }, "spec.request"],
  ["whose PEM holds nothing", { request: base64("-----BEGIN CERTIFICATE REQUEST-----\n") }, "spec.request"],
  ["without usages", { usages: [] }, "spec.usages"],
  ["for a usage that is none", { usages: ["fun"] }, "spec.usages[0]"],
  ["for a signer without a domain", { signerName: "me" }, "spec.signerName"],
  ["for ten seconds", { expirationSeconds: 10 }, "spec.expirationSeconds"],
])("a signing request %s is 422", (_, spec, field) => {
  const { status, body } = apiserverOf().ask("POST", path, { body: signingRequest(spec) });
  expect(status).toBe(422);
  expect(body.details["causes"]).toMatchObject([{ field }]);
});
