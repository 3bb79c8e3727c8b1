import { expect, test } from "vitest";
import { identityOf } from "../../../sim/apiserver/identity.ts";
import { answerOf, apiserverOf, configMap } from "../support/apiserver.ts";

const path = "/api/v1/namespaces/default/configmaps";

/** The samples of a metric by the labels given, in that order. */
function samples(text: string, metric: string, ...labels: readonly string[]): Record<string, number> {
  const lines = text.split("\n").filter((line) => line.startsWith(`${metric}{`));
  return Object.fromEntries(
    lines.map((line) => {
      const values = labels.map((label) => new RegExp(`[{,]${label}="([^"]*)"`).exec(line)?.[1] ?? "");
      return [values.join(" "), Number(line.slice(line.lastIndexOf(" ") + 1))];
    }),
  );
}

const read = ({ ask }: ReturnType<typeof apiserverOf>) => ask("GET", "/metrics").text;

test("every answer is counted, by what was asked for and how it ended", () => {
  const server = apiserverOf();
  const { ask } = server;
  ask("POST", path, { body: configMap("a") });
  ask("POST", path, { body: configMap("a") });
  ask("GET", `${path}/a`);
  ask("GET", path);
  ask("GET", "/api/v1/configmaps");
  ask("PUT", `${path}/a?dryRun=All`, { body: configMap("a", { data: { k: "v" } }) });
  ask("PATCH", `${path}/a`, { contentType: "application/merge-patch+json", body: {} });
  ask("PATCH", `${path}/a?fieldManager=m`, {
    contentType: "application/apply-patch+yaml",
    body: { apiVersion: "v1", kind: "ConfigMap" },
  });
  ask("DELETE", `${path}/a`, { as: identityOf("u") });
  expect(
    samples(read(server), "apiserver_request_total", "code", "verb", "resource", "scope", "dry_run"),
  ).toMatchObject({
    "201 POST configmaps namespace ": 1,
    "409 POST configmaps namespace ": 1,
    "200 GET configmaps resource ": 1,
    "200 LIST configmaps namespace ": 1,
    "200 LIST configmaps cluster ": 1,
    "200 PUT configmaps resource All": 1,
    "200 PATCH configmaps resource ": 1,
    "200 APPLY configmaps resource ": 1,
    "403 DELETE configmaps resource ": 1,
  });
});

test("what is not served makes no series of its own, however it is called", () => {
  const server = apiserverOf();
  for (const name of ["a", "b", "c"]) {
    server.ask("GET", `/api/v1/${name}`);
    server.ask(name, `/apis/${name}/v1/${name}/${name}/${name}`);
  }
  const totals = samples(read(server), "apiserver_request_total", "verb", "group", "resource", "subresource");
  expect(Object.keys(totals).sort()).toEqual(["LIST   ", "other   "]);
});

test("a watch counts as long-running while it is open, and as answered when it ends", () => {
  const server = apiserverOf();
  const open = () => samples(read(server), "apiserver_longrunning_requests", "verb", "resource");
  const total = () => samples(read(server), "apiserver_request_total", "verb", "code")["WATCH 200"];
  const first = server.watch(`${path}?watch=true`);
  server.watch(`${path}?watch=true&timeoutSeconds=5`);
  expect(open()).toEqual({ "WATCH configmaps": 2 });
  expect(total()).toBeUndefined();
  first.stream.close("gone");
  first.stream.close("gone");
  server.clock.advanceSync(10);
  expect(open()).toEqual({ "WATCH configmaps": 0 });
  expect(total()).toBe(2);
});

test("the objects kept are told by resource", () => {
  const server = apiserverOf();
  server.ask("POST", path, { body: configMap("a") });
  expect(samples(read(server), "apiserver_storage_objects", "resource")).toMatchObject({
    configmaps: 1,
    namespaces: 2,
  });
});

test("whoever asks for Endpoints is warned, and it is noted", () => {
  const server = apiserverOf();
  const { headers } = server.ask("GET", "/api/v1/endpoints");
  expect(headers["warning"]).toBe(
    '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"',
  );
  expect(server.ask("GET", "/api/v1/pods").headers).not.toHaveProperty("warning");
  expect(
    samples(read(server), "apiserver_requested_deprecated_apis", "group", "version", "resource"),
  ).toEqual({
    " v1 endpoints": 1,
  });
});

test("not everyone may read them", () => {
  expect(apiserverOf().ask("GET", "/metrics", { as: identityOf("u") }).status).toBe(403);
});

test("who may not ask for Endpoints is not warned, and it is not noted", () => {
  const server = apiserverOf();
  expect(server.ask("GET", "/api/v1/endpoints", { as: identityOf("u") }).headers).not.toHaveProperty(
    "warning",
  );
  expect(samples(read(server), "apiserver_requested_deprecated_apis", "resource")).toEqual({});
  expect(server.ask("GET", "/api/v1/namespaces/default/endpoints/nope")).toMatchObject({
    status: 404,
    headers: { warning: expect.stringContaining("deprecated") as string },
  });
});

test("a request with wrong credentials is counted too", () => {
  const server = apiserverOf();
  const headers = { authorization: "Bearer wrong" };
  const refused = answerOf(server.apiserver.serve({ method: "GET", path: "/api/v1/pods", headers }));
  expect(refused.headers).toHaveProperty("audit-id");
  expect(samples(read(server), "apiserver_request_total", "code", "verb", "resource")).toMatchObject({
    "401 LIST pods": 1,
  });
});
