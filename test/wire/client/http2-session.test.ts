import http2 from "node:http2";
import net from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { Address } from "../../../sim/model/addresses.ts";
import { testCertificates } from "../../support/certificates.ts";
import { until } from "../../support/until.ts";
import {
  connect,
  failedRequests,
  get,
  Heard,
  listen,
  outcome,
  startServer,
  text,
  watchable,
} from "../support.ts";

test("a connection that falls silent is asked whether it lives, and given up if it does not answer", async () => {
  const { handle, asked } = watchable();
  const { address } = await startServer(handle);
  const way = await middleman(address);
  const { transport, ledger } = connect(way.address, {
    healthCheck: { silenceSeconds: 0.1, answerSeconds: 1 },
  });
  const heard = new Heard();
  transport.stream(get("/watch"), heard);
  await until("headers", () => heard.status === 200);
  const silent = outcome(transport, "/silent");
  await until("asked", () => asked.includes("/silent"));
  way.freeze();
  expect(await silent).toBe("timeout");
  await until("the watch broken off", () => heard.ended === "timeout");
  expect(ledger).toMatchObject([{ what: "request-failed", requests: 1 }]);
  expect(await outcome(transport, "/again")).toBe("200 /again");
});

test("a silent connection that answers pings is left alone", async () => {
  const { server, sessions, address } = await plainHttp2Server();
  server.on("stream", (stream) => stream.respond({ ":status": 200 }));
  const { transport } = connect(address, { healthCheck: { silenceSeconds: 0.02, answerSeconds: 10 } });
  const heard = new Heard();
  transport.stream(get("/watch"), heard);
  await until("a connection", () => sessions.length === 1);
  let pings = 0;
  sessions[0]?.on("ping", () => (pings += 1));
  await until("some pings", () => pings > 5);
  expect(heard).toMatchObject({ status: 200, ended: undefined });
  expect(sessions).toHaveLength(1);
});

test("after GOAWAY what is under way goes on, and the next request dials anew", async () => {
  const { server, sessions, address } = await plainHttp2Server();
  server.on("stream", (stream, headers) => {
    stream.respond({ ":status": 200 });
    if (headers[":path"] === "/watch") stream.write("one\n");
    else stream.end("whole");
  });
  const { transport, ledger } = connect(address);
  const heard = new Heard();
  transport.stream(get("/watch"), heard);
  await until("the first event", () => heard.text === "one\n");
  sessions[0]?.goaway(0);
  await until("a new connection", async () => {
    await transport.request(get("/"));
    return sessions.length === 2;
  });
  expect(heard.ended).toBeUndefined();
  expect(ledger).toEqual([]);
});

test("a request that the server hands back untouched is sent again, and fails if that never ends", async () => {
  const { server, address } = await plainHttp2Server();
  let refusals = 2;
  let asked = 0;
  server.on("stream", (stream) => {
    asked += 1;
    stream.on("error", () => undefined);
    if (refusals-- > 0) stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
    else stream.respond({ ":status": 200 }, { endStream: true });
  });
  const { transport, ledger } = connect(address);
  expect(await outcome(transport, "/")).toBe("200 ");
  expect(asked).toBe(3);
  expect(ledger).toEqual([]);
  refusals = Infinity;
  expect(await outcome(transport, "/")).toBe("reset");
  expect(failedRequests(ledger)).toBe(1);
});

test("a stream that the server resets fails alone", async () => {
  const { server, sessions, address } = await plainHttp2Server();
  server.on("stream", (stream, headers) => {
    stream.on("error", () => undefined);
    if (headers[":path"] === "/reset") stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
    else stream.respond({ ":status": 200 }, { endStream: true });
  });
  const { transport, ledger } = connect(address);
  expect(await outcome(transport, "/reset")).toBe("reset");
  expect(await outcome(transport, "/")).toBe("200 ");
  expect(sessions).toHaveLength(1);
  expect(ledger).toMatchObject([{ what: "request-failed", connection: "fresh", requests: 1 }]);
});

test("a stream that the server resets after its headers is broken off, and counts as answered", async () => {
  const { server, address } = await plainHttp2Server();
  server.on("stream", (stream) => {
    stream.on("error", () => undefined);
    stream.respond({ ":status": 200 });
    stream.write("some", () => stream.destroy(new Error("broken on purpose")));
  });
  const { transport, ledger } = connect(address);
  expect(await outcome(transport, "/")).toBe("reset 200");
  expect(ledger).toEqual([]);
});

test("a request that HTTP/2 cannot carry fails alone", async () => {
  const { address } = await startServer(({ path }) => text(path));
  const { transport, ledger } = connect(address);
  await expect(
    transport.request({ method: "GET", path: "/", headers: { "bad name": "x" } }),
  ).rejects.toMatchObject({ code: "other" });
  expect(await outcome(transport, "/")).toBe("200 /");
  expect(failedRequests(ledger)).toBe(1);
});

/** Passes bytes on to an address and back, until it is frozen; connections made later are not frozen. */
async function middleman(target: Address) {
  const pairs: net.Socket[] = [];
  const server = net.createServer((near) => {
    const far = net.connect({ host: target.ip, port: target.port });
    pairs.push(near, far);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on("error", () => undefined);
  });
  onTestFinished(() => pairs.forEach((socket) => void socket.destroy()));
  const freeze = () =>
    pairs.forEach((socket) => {
      socket.unpipe();
      socket.pause();
    });
  return { address: await listen(server), freeze };
}

/** Node's own server, to do what ours never does. */
async function plainHttp2Server() {
  const { key, certificate } = testCertificates.apiserver;
  const server = http2.createSecureServer({ key, cert: certificate });
  const sessions: http2.ServerHttp2Session[] = [];
  server.on("session", (session) => sessions.push(session));
  onTestFinished(() => sessions.forEach((session) => session.destroy()));
  return { server, sessions, address: await listen(server) };
}
