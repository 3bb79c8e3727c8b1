import { execFile } from "node:child_process";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import https from "node:https";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { testCertificates } from "../support/certificates.ts";
import { program, testWith } from "../support/prometheus.ts";
import { scenario } from "../support/scenario.ts";
import { configMap, configMaps } from "./support/apiserver.ts";
import { startLiveApiserver } from "./support/live.ts";

const run = promisify(execFile);
const path = "/api/v1/namespaces/default/configmaps";

async function withMaps(count: number) {
  const { url, store } = await startLiveApiserver(scenario());
  const data = { text: "some text that is there many times ".repeat(40) };
  for (let i = 0; i < count; i++) store.create(configMaps, configMap(`m${i}`, { data }));
  return async (query: string) => {
    const request = https.get(`${url}${path}${query}`, {
      ca: testCertificates.ca,
      agent: false,
      headers: { authorization: "Bearer admin-token", "accept-encoding": "gzip" },
    });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    return response;
  };
}

test("T9 a long list is compressed, a short one and a watch are not", async () => {
  const get = await withMaps(200);
  const long = await get("");
  expect(long.headers).toMatchObject({ "content-encoding": "gzip", "content-type": "application/json" });
  const body = await buffer(long);
  expect(Number(long.headers["content-length"])).toBe(body.byteLength);
  expect((JSON.parse(gunzipSync(body).toString()) as { items: unknown[] }).items.length).toBeGreaterThan(199);

  const short = await get("?limit=1");
  expect(short.headers).not.toHaveProperty("content-encoding");
  expect((JSON.parse((await buffer(short)).toString()) as { items: unknown[] }).items).toHaveLength(1);

  const watch = await get("?watch=true");
  expect(watch.headers).not.toHaveProperty("content-encoding");
  const [first] = (await once(watch, "data")) as [Buffer];
  expect(first.toString()).toMatch(/^\{"type":"ADDED"/);
  watch.destroy();
});

const curl = program("CURL", "curl");

testWith({ curl })(
  "T12 curl is answered over HTTP/1.1 and over HTTP/2, on one port, with the bearer token it gives",
  async () => {
    const { url, ca } = await startLiveApiserver(scenario());
    const ask = (version: string) =>
      run(curl ?? "", [
        ...["--silent", "--fail-with-body", "--cacert", ca, version, "--write-out", "\n%{http_version}"],
        ...["--header", "Authorization: Bearer admin-token", `${url}/api/v1/namespaces/default`],
      ]);
    for (const [version, told] of [
      ["--http1.1", "1.1"],
      ["--http2", "2"],
    ] as const) {
      const [body = "", spoken] = (await ask(version)).stdout.split("\n");
      expect(spoken).toBe(told);
      expect(JSON.parse(body)).toMatchObject({ kind: "Namespace", metadata: { name: "default" } });
    }
  },
);

test("T12 many watches are open at once over HTTP/1.1, each on a connection of its own", async () => {
  const get = await withMaps(1);
  const watches = await Promise.all(Array.from({ length: 100 }, () => get("?watch=true")));
  for (const watch of watches) {
    expect(watch.httpVersion).toBe("1.1");
    watch.destroy();
  }
});
