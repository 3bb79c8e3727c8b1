import net from "node:net";
import tls from "node:tls";
import { expect, test } from "vitest";
import { TransportError } from "../../sim/wire/transport.ts";
import { testCertificates } from "../support/certificates.ts";
import { until } from "../support/until.ts";
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
} from "./support.ts";

test("requests and their bodies go over one connection, answers come back whole", async () => {
  const listeners: string[] = [];
  const { address, listener, connections } = await startServer((request, via) => {
    listeners.push(via.listener);
    const { method, path, headers, body } = request;
    return text([method, path, headers["authorization"], Buffer.from(body ?? []).toString()].join(" "));
  });
  const { transport, ledger } = connect(address);
  const requests = Array.from({ length: 50 }, (_, index) =>
    transport.request({
      method: "PATCH",
      path: `/n${index}`,
      headers: { authorization: "Bearer t", connection: "keep-alive" },
      body: Buffer.from(`{${index}}`),
    }),
  );
  const answers = await Promise.all(requests);
  expect(answers.map(({ body }) => body)).toEqual(
    answers.map((_, index) => `PATCH /n${index} Bearer t {${index}}`),
  );
  expect(answers[0]).toMatchObject({ status: 200, headers: { "content-type": "text/plain" } });
  expect(new Set(listeners)).toEqual(new Set([listener]));
  expect(connections()).toBe(1);
  expect(ledger).toEqual([]);
});

test("a list of many megabytes arrives whole, characters cut in two by frames too", async () => {
  const item = "žluťoučký kůň ";
  const list = item.repeat(1_500_000);
  const { address } = await startServer(() => text(list));
  const { transport } = connect(address);
  const { body } = await transport.request(get("/"));
  expect(body === list).toBe(true);
});

test("an answer without a body is an answer", async () => {
  const { address } = await startServer(() => ({ status: 204, headers: {}, body: "" }));
  expect(await outcome(connect(address).transport, "/")).toBe("204 ");
});

test("a watch hears headers, then events, then its end", async () => {
  const { handle, streams } = watchable();
  const { address } = await startServer(handle);
  const heard = new Heard();
  connect(address).transport.stream(get("/watch"), heard);
  await until("headers", () => heard.status === 200);
  streams[0]?.sink?.write("event\n");
  await until("the event", () => heard.text === "event\n");
  streams[0]?.sink?.end();
  await until("the end", () => heard.ended === "complete");
});

test("a watch that is given up hears no more, and its server is told", async () => {
  const { handle, streams } = watchable();
  const { address } = await startServer(handle);
  const { transport, ledger } = connect(address);
  const heard = new Heard();
  const giveUp = transport.stream(get("/watch"), heard);
  await until("headers", () => heard.status === 200);
  giveUp();
  await until("told", () => streams[0]?.closed.length === 1);
  expect(await outcome(transport, "/after")).toBe("200 /after");
  expect(heard.ended).toBeUndefined();
  expect(ledger).toEqual([]);
});

test("all requests that wait for a dial share its refusal, and the ledger counts each", async () => {
  const { address, gate, listener } = await startServer(() => text(""));
  await gate.shut();
  const { transport, ledger } = connect(address, { faultOn: () => "outage" });
  const given = transport.stream(get("/"), new Heard());
  const outcomes = Promise.all(["/a", "/b", "/c"].map((path) => outcome(transport, path)));
  given();
  expect(await outcomes).toEqual(["refused", "refused", "refused"]);
  expect(await outcome(transport, "/d")).toBe("refused");
  const refused = {
    fault: "outage",
    what: "dial-refused",
    from: "virt-handler-x",
    to: "apiserver",
    listener,
  };
  expect(ledger).toMatchObject([
    { ...refused, requests: 3, noticed: true },
    { ...refused, requests: 1, noticed: true },
  ]);
});

test("a cut connection fails what has no response yet, and breaks off what has one", async () => {
  const { handle, asked } = watchable();
  const { address, gate, listener } = await startServer(handle);
  const { transport, ledger } = connect(address);
  const heard = new Heard();
  transport.stream(get("/watch"), heard);
  await until("headers", () => heard.status === 200);
  const silent = [outcome(transport, "/silent"), outcome(transport, "/silent")];
  await until("all asked", () => asked.length === 3);
  await gate.shut();
  expect(await Promise.all(silent)).toEqual(["reset", "reset"]);
  await until("the watch broken off", () => heard.ended === "reset");
  expect(ledger).toMatchObject([{ what: "request-failed", listener, connection: "reused", requests: 2 }]);
  await gate.release();
  expect(await outcome(transport, "/again")).toBe("200 /again");
});

test("an answer that breaks off after its headers fails with its status, and is not counted as unanswered", async () => {
  const { handle, asked } = watchable();
  const { address, gate } = await startServer(handle);
  const { transport, ledger } = connect(address);
  const broken = transport.request(get("/watch"));
  await until("asked", () => asked.length === 1);
  expect(await outcome(transport, "/other")).toBe("200 /other");
  await gate.shut();
  await expect(broken).rejects.toMatchObject({ code: "reset", status: 200 });
  expect(ledger).toEqual([]);
});

test("a server that dies closes the connection: what has no response fails, on a reused connection", async () => {
  const { handle, asked } = watchable();
  const { address, server } = await startServer(handle);
  const { transport, ledger } = connect(address);
  expect(await outcome(transport, "/one")).toBe("200 /one");
  const heard = new Heard();
  transport.stream(get("/watch"), heard);
  const silent = outcome(transport, "/silent");
  await until("both under way", () => heard.status === 200 && asked.includes("/silent"));
  await server.close();
  expect(await silent).toBe("reset");
  expect(heard.ended).toBe("reset");
  expect(ledger).toMatchObject([{ what: "request-failed", connection: "reused", requests: 1 }]);
});

test("a connection that is reset before the handshake is done counts as a failed request", async () => {
  const listening = net.createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.resetAndDestroy());
  });
  const address = await listen(listening);
  const { transport, ledger } = connect(address);
  expect(await outcome(transport, "/")).toBe("reset");
  expect(ledger).toMatchObject([{ what: "request-failed", connection: "fresh", requests: 1 }]);
});

test("a server that another CA vouches for, or that carries another name, is not trusted", async () => {
  const { address } = await startServer(() => text(""));
  const foreign = connect(address, { caCertificate: testCertificates.apiserver.certificate });
  expect(await outcome(foreign.transport, "/")).toBe("tls");
  const misnamed = connect(address, { serverName: "elsewhere.example" });
  expect(await outcome(misnamed.transport, "/")).toBe("tls");
  expect(failedRequests([...foreign.ledger, ...misnamed.ledger])).toBe(2);
});

test("a server without HTTP/2 is said to be one", async () => {
  const { address } = await startServer(() => text(""), { http2: false });
  await expect(connect(address).transport.request(get("/"))).rejects.toMatchObject({ code: "tls" });
  const { key, certificate } = testCertificates.apiserver;
  const bare = await listen(tls.createServer({ key, cert: certificate }));
  await expect(connect(bare).transport.request(get("/"))).rejects.toThrow(/does not offer HTTP\/2/);
});

test("closing ends everything with `closed`, in the ledger nothing", async () => {
  const { handle, asked } = watchable();
  const { address, everyoneLeft } = await startServer(handle);
  const { transport, ledger } = connect(address);
  const heard = new Heard();
  transport.stream(get("/watch"), heard);
  const silent = outcome(transport, "/silent");
  await until("asked", () => asked.length === 2);
  transport.close();
  expect(await silent).toBe("closed");
  expect(heard.ended).toBe("closed");
  expect(await outcome(transport, "/after")).toBe("closed");
  await until("the connection is gone", everyoneLeft);
  const dialling = connect(address);
  const waiting = outcome(dialling.transport, "/");
  dialling.transport.close();
  expect(await waiting).toBe("closed");
  expect([...ledger, ...dialling.ledger]).toEqual([]);
});

test("under connections that come and go, the ledger counts exactly the requests that had no response", async () => {
  const { address, gate } = await startServer(() => text("x".repeat(20_000)));
  const { transport, ledger } = connect(address);
  let unanswered = 0;
  let over = 0;
  const load = Array.from({ length: 10 }, async () => {
    for (let round = 0; round < 60; round++) {
      await transport.request(get("/")).catch((error: unknown) => {
        if (error instanceof TransportError && error.status === undefined) unanswered += 1;
      });
      over += 1;
      await new Promise(setImmediate);
    }
  });
  while (over < 600) {
    await gate.shut();
    await new Promise(setImmediate);
    await gate.release();
    const before = over;
    await until("some progress", () => over >= Math.min(before + 20, 600));
  }
  await Promise.all(load);
  expect(unanswered).toBeGreaterThan(0);
  expect(failedRequests(ledger)).toBe(unanswered);
});
