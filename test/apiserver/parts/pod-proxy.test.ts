import { expect, test } from "vitest";
import { buildApiserver } from "../../../sim/apiserver/apiserver.ts";
import { identityOf, type Identity } from "../../../sim/apiserver/identity.ts";
import type { PodProxy } from "../../../sim/apiserver/parts/into-pods.ts";
import type { HttpRequest } from "../../../sim/wire/exchange.ts";
import { admin, answerOf, apiserverOf, tokens } from "../support/apiserver.ts";

type Asked = { pod: string; scheme: string; port: number } & HttpRequest;

/** An API server with a pod `a` that answers with what it was asked. */
function withPod(answer?: PodProxy["ask"]) {
  const { store, clock, ask } = apiserverOf();
  ask("POST", "/api/v1/namespaces/default/pods", {
    body: {
      metadata: { name: "a" },
      spec: { containers: [{ name: "c", image: "i", ports: [{ containerPort: 8443 }] }] },
    },
  });
  const asked: Asked[] = [];
  const podProxy: PodProxy = {
    ask: (pod, target, request) => {
      asked.push({ pod: pod.metadata.name, ...target, ...request });
      if (answer !== undefined) return answer(pod, target, request);
      const headers = { "content-type": "text/x", connection: "close", "content-length": "7" };
      return Promise.resolve({ status: 418, headers, body: "metrics" });
    },
  };
  const apiserver = buildApiserver({ store, clock, seed: 1, tokens, podProxy });
  const get = async (rest: string, as: Identity = admin, more: Partial<HttpRequest> = {}) => {
    const path = `/api/v1/namespaces/default/pods/${rest}`;
    return answerOf(await apiserver.handle({ method: "GET", path, headers: {}, ...more }, as));
  };
  return { asked, get };
}

test("a request for a pod's proxy is put to the pod, and its answer passed on", async () => {
  const { get, asked } = withPod();
  const { status, text, headers } = await get("https:a:8443/proxy/metrics?x=1", admin, {
    headers: { accept: "text/plain", authorization: "Bearer secret", "impersonate-group": "" },
  });
  expect({ status, text }).toEqual({ status: 418, text: "metrics" });
  expect(headers).toMatchObject({ "content-type": "text/x", "audit-id": expect.any(String) as string });
  expect(headers).not.toHaveProperty("content-length");
  expect(asked).toEqual([
    {
      ...{ pod: "a", scheme: "https", port: 8443, method: "GET", path: "/metrics?x=1" },
      headers: { accept: "text/plain" },
    },
  ]);
});

test.each([
  ["a/proxy", "http", 8443, "/"],
  ["a:9000/proxy/", "http", 9000, "/"],
  ["http:a:/proxy/a%20b", "http", 8443, "/a%20b"],
  ["https:a:/proxy/x/proxy/y", "https", 8443, "/x/proxy/y"],
])("%s is asked by scheme, port and path", async (rest, scheme, port, path) => {
  const { get, asked } = withPod();
  await get(rest);
  expect(asked[0]).toMatchObject({ pod: "a", scheme, port, path });
});

test("a pod that cannot be reached is 503, one that is not there 404, a name that is none 400", async () => {
  const { get } = withPod(() => Promise.reject(new Error("connection refused")));
  expect(await get("a/proxy/metrics")).toMatchObject({
    status: 503,
    body: { reason: "ServiceUnavailable", message: "error trying to reach service: connection refused" },
  });
  expect((await get("b/proxy/metrics")).status).toBe(404);
  expect((await get("ftp:a:21/proxy/")).status).toBe(400);
});

test("who may read pods may not look into them for that", async () => {
  const { get, asked } = withPod();
  const { status, body } = await get("a/proxy/metrics", identityOf("u"));
  expect(status).toBe(403);
  expect(body.message).toContain('cannot get resource "pods/proxy"');
  expect(asked).toEqual([]);
});
