import https from "node:https";
import { expect, onTestFinished, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import type { LedgerEntry } from "../../sim/faults/fault.ts";
import { formatAddress } from "../../sim/model/addresses.ts";
import { FaultInterpreter } from "../../sim/wire/fault-interpreter.ts";
import { Gate } from "../../sim/wire/gate.ts";
import { until } from "../support/until.ts";
import { ask, dialled, fault, rawTls, refusal, startServer, text, watchable } from "./support.ts";

function interpreter() {
  const ledger: LedgerEntry[] = [];
  const clock = new ManualClock({ start: 42 });
  return {
    interpreter: new FaultInterpreter({ clock, seed: 1, report: (entry) => ledger.push(entry) }),
    ledger,
  };
}

/** A target as Prometheus scrapes it, and faults on the way to it. */
async function target() {
  const { interpreter: faults, ledger } = interpreter();
  const server = watchable();
  const started = await startServer(server.handle, { http2: false });
  faults.add(started.gate, { to: "virt-handler-x" });
  return { ...started, ...server, faults, ledger };
}

test("a refusal closes the listener, and its end opens it", async () => {
  const { faults, ledger, address, listener } = await target();
  await faults.apply([refusal("outage", listener)]);
  expect(await dialled(address)).toBe("ECONNREFUSED");
  await faults.apply([]);
  expect(await dialled(address)).toBe("accepted");
  const entry = { t: 42, fault: "outage", to: "virt-handler-x", listener };
  expect(ledger).toEqual([
    { ...entry, what: "listener-closed" },
    { ...entry, what: "listener-opened" },
  ]);
});

test("of overlapping faults the first closes and the last opens", async () => {
  const { faults, ledger, address, listener } = await target();
  await faults.apply([refusal("one", listener)]);
  await faults.apply([refusal("one", listener), refusal("two", listener)]);
  await faults.apply([refusal("two", listener)]);
  expect(await dialled(address)).toBe("ECONNREFUSED");
  expect(faults.faultOn(listener)).toBe("two");
  await faults.apply([]);
  expect(faults.faultOn(listener)).toBeUndefined();
  expect(ledger.map(({ what, fault }) => `${what} ${fault ?? ""}`)).toEqual([
    "listener-closed one",
    "listener-opened two",
  ]);
});

test("a fault elsewhere leaves a listener alone", async () => {
  const { faults, ledger, address } = await target();
  await faults.apply([refusal("elsewhere", "127.0.0.1:1")]);
  expect(await dialled(address)).toBe("accepted");
  expect(ledger).toEqual([]);
});

test("faults that come and go faster than they are performed leave the listener as the last one wants it", async () => {
  const { faults, ledger, address, listener } = await target();
  const outage = [refusal("outage", listener)];
  await Promise.all([outage, [], outage, [], outage].map((inForce) => faults.apply(inForce)));
  expect(await dialled(address)).toBe("ECONNREFUSED");
  await Promise.all([[], outage, []].map((inForce) => faults.apply(inForce)));
  expect(await dialled(address)).toBe("accepted");
  const order = ledger.map(({ what }) => what);
  expect(order).toEqual(
    Array.from({ length: 8 }, (_, index) => `listener-${index % 2 === 0 ? "closed" : "opened"}`),
  );
});

test("a gate that joins during a fault stays shut until it ends", async () => {
  const { interpreter: faults } = interpreter();
  const { port } = await startServer(() => text(""));
  const gate = new Gate({
    address: { ip: "127.78.0.1", port },
    deliver: (socket) => socket.destroy(),
  });
  onTestFinished(() => gate.close());
  await faults.apply([refusal("outage", `127.78.0.1:${port}`)]);
  faults.add(gate, { from: "virt-api-x", to: "apiserver" });
  await gate.open();
  expect(await dialled(gate.address)).toBe("ECONNREFUSED");
  await faults.apply([]);
  expect(await dialled(gate.address)).toBe("accepted");
});

test("a gate that has left is no longer acted on", async () => {
  const { faults, gate, address, listener, ledger } = await target();
  faults.remove(gate);
  await faults.apply([refusal("outage", listener)]);
  expect(await dialled(address)).toBe("accepted");
  expect(ledger).toEqual([]);
});

test("an address that was taken meanwhile is an error, and other listeners are opened all the same", async () => {
  const { faults, address, listener } = await target();
  const other = await startServer(() => text(""));
  faults.add(other.gate, { to: "virt-handler-y" });
  await faults.apply([refusal("outage", listener, other.listener)]);
  const squatter = new Gate({ address, deliver: (socket) => socket.destroy() });
  await squatter.open();
  onTestFinished(() => squatter.close());
  await expect(faults.apply([])).rejects.toThrow(`cannot listen on ${formatAddress(address)}`);
  await until("the other is open", async () => (await dialled(other.address)) === "accepted");
});

test("the ledger tells fresh connections from reused ones, what was sent, and what cannot be noticed", async () => {
  const { faults, ledger, listener, port, streams, asked } = await target();
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const cut = async () => {
    await faults.apply([refusal("outage", listener)]);
    await faults.apply([]);
    await until("the client has noticed", () =>
      [agent.sockets, agent.freeSockets].every((pool) => Object.keys(pool).length === 0),
    );
    const entries = ledger.splice(0).filter(({ what }) => what === "connection-cut");
    return entries.map(({ connection, bytesSent, noticed }) => ({ connection, bytesSent, noticed }));
  };

  await ask(port, "/metrics", { agent });
  expect(await cut()).toEqual([{ connection: "reused", bytesSent: 0, noticed: false }]);

  const silent = ask(port, "/silent", { agent });
  silent.catch(() => undefined);
  await until("asked", () => asked.includes("/silent"));
  expect(await cut()).toEqual([{ connection: "fresh", bytesSent: 0, noticed: true }]);
  await expect(silent).rejects.toMatchObject({ code: "ECONNRESET" });

  const raw = await rawTls(port);
  let received = "";
  raw.setEncoding("utf8").on("data", (data: string) => (received += data));
  raw.on("error", () => undefined);
  for (const path of ["/metrics", "/watch"]) raw.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await until("the stream", () => streams[0]?.sink !== undefined);
  streams[0]?.sink?.write("0123456789");
  await until("some of the answer", () => received.includes("0123456789"));
  expect(await cut()).toEqual([{ connection: "reused", bytesSent: 10, noticed: true }]);

  await rawTls(port);
  expect(await cut()).toEqual([{ connection: "fresh", bytesSent: 0, noticed: false }]);
});

/** Sends requests over one connection, each when the last is answered; tells how many were. */
async function answeredOnOneConnection(port: number, requests: number): Promise<number> {
  const socket = await rawTls(port);
  let answered = 0;
  let ended = false;
  const send = () => socket.write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  socket.on("data", () => {
    answered += 1;
    if (answered < requests) send();
  });
  socket.on("error", () => (ended = true));
  send();
  await until("the last answer or a reset", () => ended || answered === requests);
  socket.destroy();
  return answered;
}

test("a scraper that repeats its request on a new connection does not notice a reset, unless that persists", async () => {
  const { faults, ledger, listener, port } = await target();
  const cuts = () =>
    ledger.splice(0).map(({ what, connection, noticed }) => [what, connection, noticed].join(" "));
  await faults.apply([fault("once", { type: "reset", persist: false, probability: 1 }, listener)]);
  expect(await answeredOnOneConnection(port, 2)).toBe(1);
  expect(await answeredOnOneConnection(port, 1)).toBe(1);
  expect(cuts()).toEqual(["connection-cut reused false"]);

  const resets = { type: "reset", persist: true, probability: 1, first: 1 } as const;
  await faults.apply([]);
  const used = await rawTls(port);
  used.on("error", () => undefined);
  let answered = "";
  used.setEncoding("utf8").on("data", (data: string) => (answered += data));
  used.write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  await until("an answer", () => answered !== "");
  await faults.apply([fault("twice", resets, listener)]);
  used.write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  await until("the reset", () => used.destroyed);
  expect(await answeredOnOneConnection(port, 1)).toBe(0);
  expect(await answeredOnOneConnection(port, 1)).toBe(1);
  expect(cuts()).toEqual(["connection-cut reused true", "connection-cut fresh true"]);
});
