import https from "node:https";
import net from "node:net";
import { expect, test } from "vitest";
import type { HttpReply, HttpRequest } from "../../sim/wire/exchange.ts";
import { bodyLimitBytes } from "../../sim/wire/server/request-body.ts";
import { until } from "../support/until.ts";
import { ask, ask2, rawTls, startServer, text } from "./support.ts";

/** Answers with what it was asked. */
const echo = (request: HttpRequest) =>
  text(`${request.method} ${request.path} ${request.body === undefined ? "-" : request.body.byteLength}`);

test("the same handle answers HTTP/1.1 and HTTP/2 on one port", async () => {
  const { port } = await startServer(echo);
  expect((await ask(port, "/api/v1/pods?watch=false")).body).toBe("GET /api/v1/pods?watch=false -");
  expect((await ask2(port, { ":path": "/api/v1/pods?limit=500" })).body).toBe("GET /api/v1/pods?limit=500 -");
});

test("a server for HTTP/1.1 alone does not offer HTTP/2, as KubeVirt's metrics endpoints do not", async () => {
  const { port } = await startServer(echo, { http2: false });
  expect((await ask(port, "/metrics")).body).toBe("GET /metrics -");
  await expect(rawTls(port, "h2")).rejects.toThrow(/no application protocol/);
});

test("handle sees header names in lower case, the host, and through which listener the request came", async () => {
  const seen: unknown[] = [];
  const { port, listener } = await startServer((request, via) => {
    seen.push([request.headers["x-probe"], request.headers["host"], via.listener]);
    return text("");
  });
  await ask(port, "/", { headers: { "X-Probe": "1", Host: "one" } });
  await ask2(port, { ":path": "/", ":authority": "two", "x-probe": "2" });
  expect(seen).toEqual([
    ["1", "one", listener],
    ["2", "two", listener],
  ]);
});

test("any path and any method reach handle as they are", async () => {
  const { port } = await startServer(echo);
  for (const path of ["/%zz", "//a//b?c=%", "/" + "x".repeat(4000), "/a/../b"]) {
    expect((await ask(port, path)).body).toBe(`GET ${path} -`);
  }
  for (const method of ["PUT", "PATCH", "POST", "DELETE", "OPTIONS", "PROPFIND", "M-SEARCH", "TRACE"]) {
    expect((await ask(port, "/", { method })).body).toBe(`${method} / -`);
    expect((await ask2(port, { ":method": method, ":path": "/" })).body).toBe(`${method} / -`);
  }
});

test("a method that no HTTP knows is refused in the server's own words", async () => {
  const refused: HttpReply = { status: 404, headers: { "content-type": "application/json" }, body: "{}" };
  const { port } = await startServer(echo, { refusal: () => refused });
  expect(await ask2(port, { ":method": "FROB", ":path": "/" })).toMatchObject({ status: 404, body: "{}" });
});

test("a body arrives whole whatever its content type says, with any method", async () => {
  const { port } = await startServer(echo);
  for (const type of ["application/merge-patch+json", "nonsense;;=", "application/vnd.kubernetes.protobuf"]) {
    const headers = { "content-type": type };
    expect((await ask(port, "/", { method: "PATCH", headers }, "{oops")).body).toBe("PATCH / 5");
    expect((await ask2(port, { ":method": "DELETE", ":path": "/", ...headers }, "{oops")).body).toBe(
      "DELETE / 5",
    );
  }
  const largest = Buffer.alloc(bodyLimitBytes, "x");
  expect((await ask(port, "/", { method: "PUT" }, largest)).body).toBe(`PUT / ${bodyLimitBytes}`);
});

test("a body over the limit is answered 413, and the next request on the connection as usual", async () => {
  const { port } = await startServer(echo);
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
  const tooLarge = Buffer.alloc(bodyLimitBytes + 1, "x");
  expect(await ask(port, "/", { method: "POST", agent }, tooLarge)).toMatchObject({
    status: 413,
    body: "Request entity too large: limit is 3145728\n",
  });
  expect((await ask(port, "/", { agent })).body).toBe("GET / -");
  agent.destroy();
  expect(await ask2(port, { ":method": "POST", ":path": "/" }, tooLarge.toString())).toMatchObject({
    status: 413,
  });
});

test("a whole answer has its length; HEAD and 204 have no body", async () => {
  const { port } = await startServer(({ path }) =>
    path === "/none" ? { status: 204, headers: {}, body: "" } : text("häm"),
  );
  expect(await ask(port, "/")).toMatchObject({ body: "häm", headers: { "content-length": "4" } });
  for (const answer of [
    await ask(port, "/", { method: "HEAD" }),
    await ask2(port, { ":method": "HEAD", ":path": "/" }),
  ]) {
    expect(answer).toMatchObject({ status: 200, body: "", headers: { "content-length": "4" } });
  }
  for (const answer of [await ask(port, "/none"), await ask2(port, { ":path": "/none" })]) {
    expect(answer).toMatchObject({ status: 204, body: "" });
    expect(answer.headers["content-length"]).toBeUndefined();
  }
});

test("what handle throws becomes a 500 and a line in the log, and the server lives", async () => {
  const logged: string[] = [];
  const { port } = await startServer(
    ({ path }) => {
      if (path === "/throws") throw new Error("broken on purpose");
      if (path === "/rejects") return Promise.reject(new Error("broken later"));
      return text("alive");
    },
    { log: (message) => logged.push(message) },
  );
  expect(await ask(port, "/throws")).toMatchObject({ status: 500, body: "Internal Server Error\n" });
  expect(await ask2(port, { ":path": "/rejects" })).toMatchObject({ status: 500 });
  expect(await ask(port, "/")).toMatchObject({ body: "alive" });
  expect(logged).toEqual([
    expect.stringMatching(/^GET \/throws through 127.0.0.1:\d+ failed: Error: broken on purpose/),
    expect.stringMatching(/^GET \/rejects through 127.0.0.1:\d+ failed: Error: broken later/),
  ]);
});

test("an answer that cannot be sent ends the connection, not the server", async () => {
  const logged: string[] = [];
  const { port } = await startServer(
    ({ path }) => (path === "/" ? text("alive") : { status: 200, headers: { bad: "a\nb" }, body: "" }),
    { log: (message) => logged.push(message) },
  );
  await expect(ask(port, "/bad")).rejects.toThrow();
  expect(logged).toEqual([expect.stringMatching(/^an answer \(200\) cannot be sent: TypeError/)]);
  expect((await ask(port, "/")).body).toBe("alive");
});

test("nonsense on the wire harms nobody", async () => {
  const { port } = await startServer(echo);
  for (const protocol of ["http/1.1", "h2"] as const) {
    for (const bytes of [
      "\r\n\r\n\0\0\0",
      "GET / HTTP/9.9\r\n\r\n",
      "FROB / HTTP/1.1\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    ]) {
      const socket = await rawTls(port, protocol);
      socket.on("error", () => undefined);
      socket.resume();
      socket.write(bytes, "latin1");
      await until("the server hung up", () => socket.destroyed || socket.readableEnded);
    }
  }
  const plain = net.connect({ host: "127.0.0.1", port });
  plain.on("error", () => undefined);
  plain.end("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  plain.resume();
  await until("the server hung up", () => plain.destroyed);
  expect((await ask(port, "/")).body).toBe("GET / -");
});

test("finished is called once for every answer, when it has been handed to the wire", async () => {
  let finished = 0;
  const page = "y".repeat(1_000_000);
  const { port } = await startServer(() => ({ ...text(page), finished: () => (finished += 1) }));
  const answers = await Promise.all([
    ask(port, "/"),
    ask(port, "/", { method: "HEAD" }),
    ask2(port, { ":path": "/" }),
  ]);
  expect(answers.map(({ body }) => body.length)).toEqual([page.length, 0, page.length]);
  await until("finished", () => finished === 3);
});

test("a long body arrives whole, whether or not its length is a multiple of anything", async () => {
  const bodies = [65_535, 65_536, 65_537, 131_072, 1_000_003].map((length) =>
    Buffer.from(Array.from({ length }, (_, index) => 97 + ((index * 7919) % 26))),
  );
  const { port } = await startServer(({ path }) => ({
    ...text(""),
    body: bodies[Number(path.slice(1))] ?? "",
  }));
  for (const [index, body] of bodies.entries()) {
    const answers = [await ask(port, `/${index}`), await ask2(port, { ":path": `/${index}` })];
    for (const answer of answers) expect(answer.body === body.toString()).toBe(true);
  }
});

test("a long body whose client leaves is finished once, and no further piece of it is written", async () => {
  let finished = 0;
  const body = Buffer.alloc(20_000_000, "y");
  const { port, everyoneLeft } = await startServer(() => ({
    ...text(""),
    body,
    finished: () => (finished += 1),
  }));
  const socket = await rawTls(port);
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await new Promise((resolve) => socket.once("data", resolve));
  socket.pause();
  expect(finished).toBe(0);
  socket.destroy();
  await until("gone", everyoneLeft);
  await until("finished", () => finished === 1);
});

test("a client that leaves in the middle of its request is forgotten", async () => {
  let asked = 0;
  const { port, everyoneLeft } = await startServer(() => {
    asked += 1;
    return text("");
  });
  const socket = await rawTls(port);
  socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nfive.");
  socket.destroy();
  await until("gone", everyoneLeft);
  expect(asked).toBe(0);
});

test("resetting connections under load ends no process", async () => {
  const page = Buffer.alloc(300_000, "z");
  const { port, gate } = await startServer(() => ({ ...text(""), body: page }));
  let over = 0;
  const load = Array.from({ length: 20 }, async () => {
    for (let round = 0; round < 20; round++)
      await ask(port, "/").then(
        () => (over += 1),
        () => (over += 1),
      );
  });
  while (over < 400) {
    await gate.shut();
    await gate.release();
    await new Promise(setImmediate);
  }
  await Promise.all(load);
  expect((await ask(port, "/")).status).toBe(200);
});
