import { expect, test } from "vitest";
import { anonymous, identityOf } from "../../sim/apiserver/identity.ts";
import { answerOf, apiserverOf } from "./support/apiserver.ts";

const unauthorized = {
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Failure",
  message: "Unauthorized",
  reason: "Unauthorized",
  code: 401,
};

const serve = (headers: Record<string, string>, path = "/api/v1/pods") =>
  answerOf(apiserverOf().apiserver.serve({ method: "GET", path, headers }));

test("T1 a request without a token is 401", () => {
  expect(serve({})).toMatchObject({ status: 401, body: unauthorized });
  expect(serve({}, "/api").status).toBe(401);
});

test.each(["Bearer wrong", "Bearer ", "Basic YTpi", "bearer admin-token extra"])(
  "T2 a request with wrong credentials (%s) is 401, whatever it asks for",
  (authorization) => {
    expect(serve({ authorization })).toMatchObject({ status: 401, body: unauthorized });
    expect(serve({ authorization }, "/healthz").status).toBe(401);
  },
);

test("T2 a known token lets in, as the user it belongs to", () => {
  expect(serve({ authorization: "Bearer admin-token" }).status).toBe(200);
  expect(serve({ authorization: "bearer monitor-token" })).toMatchObject({
    status: 403,
    body: {
      reason: "Forbidden",
      message:
        'pods is forbidden: User "system:serviceaccount:monitoring:prometheus-k8s" cannot list resource "pods" in API group "" at the cluster scope',
      details: { kind: "pods" },
      code: 403,
    },
  });
});

test("T2 what is forbidden says user, verb, resource, group and namespace", () => {
  const { ask } = apiserverOf();
  const message = (method: string, path: string): unknown =>
    ask(method, path, { as: identityOf("u") }).body.message;
  expect(message("GET", "/api/v1/namespaces/ns/pods")).toBe(
    'pods is forbidden: User "u" cannot list resource "pods" in API group "" in the namespace "ns"',
  );
  expect(message("DELETE", "/apis/kubevirt.io/v1/namespaces/ns/virtualmachines/a")).toBe(
    'virtualmachines.kubevirt.io "a" is forbidden: User "u" cannot delete resource "virtualmachines" in API group "kubevirt.io" in the namespace "ns"',
  );
  expect(message("GET", "/metrics")).toBe('forbidden: User "u" cannot get path "/metrics"');
});

test("T3 answers are compact JSON, not to be cached, and can be told apart in an audit", () => {
  const { ask } = apiserverOf();
  const [first, second] = [ask("GET", "/api/v1/pods"), ask("GET", "/api/v1/pods")];
  expect(first.headers).toMatchObject({
    "content-type": "application/json",
    "cache-control": "no-cache, private",
  });
  expect(first.headers["audit-id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(first.headers["audit-id"]).not.toBe(second.headers["audit-id"]);
  expect(first.text).toBe(JSON.stringify(first.body));
});

test.each(["/healthz", "/livez", "/readyz"])("T4 anyone may ask %s and is told ok", (path) => {
  const { ask } = apiserverOf();
  const { status, headers, text } = ask("GET", path, { as: anonymous });
  expect({ status, text }).toEqual({ status: 200, text: "ok" });
  expect(headers["content-type"]).toMatch(/^text\/plain/);
});

test("T4 with ?verbose each check is listed", () => {
  const { ask } = apiserverOf();
  expect(ask("GET", "/readyz?verbose", { as: anonymous }).text).toMatch(
    /^\[\+\]ping ok\n[^]*readyz check passed\n$/,
  );
  expect(ask("GET", "/livez/ping").text).toBe("ok");
  expect(ask("GET", "/livez/nothing").status).toBe(404);
});

test("T5 anyone may ask for the version", () => {
  const { ask } = apiserverOf();
  for (const path of ["/version", "/version?timeout=5s"]) {
    const { status, body } = ask("GET", path, { as: anonymous });
    expect(status).toBe(200);
    expect(body).toMatchObject({ major: "1", minor: expect.any(String) as string });
    expect(body.gitVersion).toMatch(/^v1\.\d+\.\d+$/);
  }
});

test.each([
  "application/vnd.kubernetes.protobuf, */*",
  "application/vnd.kubernetes.protobuf,application/json",
  "application/json, */*;q=0.8",
  "application/cbor;q=0.9, application/json;q=0.1",
  "*/*",
  "",
])("T6 T7 Accept: %s is answered in JSON, for lists and watches", (accept) => {
  const { ask, watch } = apiserverOf();
  expect(ask("GET", "/api/v1/namespaces", { accept })).toMatchObject({
    status: 200,
    headers: { "content-type": "application/json" },
    body: { kind: "NamespaceList" },
  });
  expect(watch("/api/v1/namespaces?watch=true", { accept }).events()[0]?.object.kind).toBe("Namespace");
});

test("T7 no Accept at all is answered in JSON", () => {
  expect(apiserverOf().ask("GET", "/api/v1/namespaces").body.kind).toBe("NamespaceList");
});

test.each([
  "application/vnd.kubernetes.protobuf",
  "application/xml",
  "application/json;q=0",
  "application/json;as=Unknown;v=v1;g=meta.k8s.io",
])("T8 Accept: %s alone is 406", (accept) => {
  expect(apiserverOf().ask("GET", "/api/v1/pods", { accept })).toMatchObject({
    status: 406,
    body: { reason: "NotAcceptable", code: 406 },
  });
});

test("T9 a watch is sent as it is, whatever encodings the client takes", () => {
  const { watch } = apiserverOf();
  const { reply } = watch("/api/v1/pods?watch=true", { headers: { "accept-encoding": "gzip" } });
  expect(reply.headers).not.toHaveProperty("content-encoding");
});

test.each(["{", "", "[]", '"text"', "null", '{"metadata":'])(
  "T10 a body that is no JSON object (%s) is 400",
  (body) => {
    expect(apiserverOf().ask("POST", "/api/v1/namespaces/default/configmaps", { body })).toMatchObject({
      status: 400,
      body: { reason: "BadRequest" },
    });
  },
);

test("T11 a body of a type that cannot be read is 415", () => {
  const { ask } = apiserverOf();
  const body = new Uint8Array([0xd9, 0xd9, 0xf7, 0xa0]);
  expect(
    ask("POST", "/api/v1/namespaces/default/configmaps", { body, contentType: "application/cbor" }),
  ).toMatchObject({
    status: 415,
    body: { reason: "UnsupportedMediaType", code: 415 },
  });
});

test("a body over 3 MiB is 413", () => {
  const body = JSON.stringify({ metadata: { name: "a" }, data: { k: "x".repeat(3 * 2 ** 20) } });
  expect(apiserverOf().ask("POST", "/api/v1/namespaces/default/configmaps", { body }).status).toBe(413);
});
