import net from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import type { Effect, LedgerEntry } from "../../sim/faults/fault.ts";
import type { Address } from "../../sim/model/addresses.ts";
import { FaultInterpreter } from "../../sim/wire/fault-interpreter.ts";
import { Gate } from "../../sim/wire/gate.ts";
import { VirtualWire } from "../../sim/wire/virtual-wire.ts";
import { until } from "../support/until.ts";
import {
  connect,
  dialled,
  failedRequests,
  fault,
  get,
  Heard,
  outcome,
  rawTls,
  refusal,
  startServer,
  text,
  watchable,
} from "./support.ts";

const hole: Effect = { type: "black-hole", phase: "connect" };
const onLinux = test.runIf(process.platform === "linux");

async function live(more: Parameters<typeof connect>[1] = {}) {
  const server = watchable();
  const started = await startServer(server.handle);
  const ledger: LedgerEntry[] = [];
  const report = (entry: LedgerEntry) => ledger.push(entry);
  const faults = new FaultInterpreter({ clock: new ManualClock(), seed: 1, report });
  faults.add(started.gate, { from: "virt-handler-x", to: "apiserver" });
  onTestFinished(() => faults.apply([]));
  const { transport } = connect(started.address, { ...more, report });
  return { ...server, ...started, ledger, faults, transport };
}

/** A dial under way. */
function dialling({ ip, port }: Address) {
  const socket = net.connect({ host: ip, port });
  const state = { connected: false, error: "" };
  socket.once("connect", () => (state.connected = true));
  socket.once("error", (error: NodeJS.ErrnoException) => (state.error = error.code ?? ""));
  onTestFinished(() => void socket.destroy());
  return state;
}

onLinux("in a black hole dials hang, and get through when it has gone", async () => {
  const { faults, address, listener, ledger } = await live();
  await faults.apply([fault("hole", hole, listener)]);
  const dials = [dialling(address), dialling(address), dialling(address)];
  const other = await startServer(() => text(""));
  expect(await dialled(other.address)).toBe("accepted");
  expect(dials).toEqual(dials.map(() => ({ connected: false, error: "" })));
  await faults.apply([]);
  await until("all connected", () => dials.every(({ connected }) => connected));
  expect(ledger.map(({ what }) => what)).toEqual(["listener-stalled", "listener-opened"]);
});

onLinux("what is connected falls silent in a black hole, and goes on when it has gone", async () => {
  const { faults, listener, transport, streams, asked, ledger } = await live();
  const heard = new Heard();
  transport.stream(get("/watch"), heard);
  await until("the watch", () => heard.status === 200);
  await faults.apply([fault("hole", hole, listener)]);
  expect(streams[0]?.sink?.write("late\n")).toBe(false);
  const answer = outcome(transport, "/late");
  const other = await startServer(() => text("elsewhere"));
  expect(await outcome(connect(other.address).transport, "/")).toBe("200 elsewhere");
  expect([heard.text, asked]).toEqual(["", ["/watch"]]);
  await faults.apply([]);
  expect(await answer).toBe("200 /late");
  await until("the event", () => heard.text === "late\n");
  expect(ledger[1]).toMatchObject({ what: "connection-stalled", fault: "hole", noticed: true });
});

onLinux(
  "a health check gives a stalled connection up, and the next dial hangs until the hole has gone",
  async () => {
    const healthCheck = { silenceSeconds: 0.1, answerSeconds: 1 };
    const { faults, listener, transport, asked, ledger } = await live({ healthCheck });
    const heard = new Heard();
    transport.stream(get("/watch"), heard);
    const silent = outcome(transport, "/silent");
    await until("both under way", () => heard.status === 200 && asked.includes("/silent"));
    await faults.apply([fault("hole", hole, listener)]);
    expect(await silent).toBe("timeout");
    expect(heard.ended).toBe("timeout");
    const answer = outcome(transport, "/b");
    await faults.apply([]);
    expect(await answer).toBe("200 /b");
    expect(failedRequests(ledger)).toBe(1);
  },
);

onLinux("HTTP/1.1 connections fall silent as well", async () => {
  const server = watchable();
  const { gate, port, listener } = await startServer(server.handle, { http2: false });
  const faults = new FaultInterpreter({ clock: new ManualClock(), seed: 1, report: () => undefined });
  faults.add(gate, { to: "virt-handler-x" });
  onTestFinished(() => faults.apply([]));
  const socket = await rawTls(port);
  let received = "";
  socket.setEncoding("utf8").on("data", (data: string) => (received += data));
  await faults.apply([fault("hole", hole, listener)]);
  socket.write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  const other = await startServer(() => text("elsewhere"));
  expect(await outcome(connect(other.address).transport, "/")).toBe("200 elsewhere");
  expect(server.asked).toEqual([]);
  await faults.apply([]);
  await until("the answer", () => received.endsWith("/metrics"));
});

onLinux("a refusal goes before a black hole, and the hole is back when the refusal has gone", async () => {
  const { faults, address, listener, ledger } = await live();
  await faults.apply([fault("hole", hole, listener)]);
  await faults.apply([fault("hole", hole, listener), refusal("outage", listener)]);
  expect(await dialled(address)).toBe("ECONNREFUSED");
  await faults.apply([fault("hole", hole, listener)]);
  const dial = dialling(address);
  await faults.apply([]);
  expect(await dialled(address)).toBe("accepted");
  await until("the dial gets through", () => dial.connected);
  expect(ledger.map(({ what, fault: name }) => `${what} ${name ?? ""}`)).toEqual([
    "listener-stalled hole",
    "listener-closed outage",
    "listener-stalled hole",
    "listener-opened hole",
  ]);
});

onLinux("of many listeners in a black hole each can leave it alone", async () => {
  const faults = new FaultInterpreter({ clock: new ManualClock(), seed: 1, report: () => undefined });
  const { port } = await startServer(() => text(""));
  const gates = Array.from({ length: 20 }, (_, index) => {
    const gate = new Gate({
      address: { ip: `127.79.0.${index + 1}`, port },
      deliver: (socket) => socket.destroy(),
    });
    faults.add(gate, { to: `virt-handler-${index}` });
    onTestFinished(() => gate.close());
    return gate;
  });
  onTestFinished(() => faults.apply([]));
  await Promise.all(gates.map((gate) => gate.open()));
  const inHole = (from: number) =>
    fault("hole", hole, ...gates.slice(from).map(({ address: { ip, port } }) => `${ip}:${port}`));
  await faults.apply([inHole(0)]);
  await faults.apply([inHole(5)]);
  const dials = gates.map(({ address }) => dialling(address));
  await until("five get through", () => dials.slice(0, 5).every(({ connected }) => connected));
  expect(dials.slice(5).every(({ connected, error }) => !connected && error === "")).toBe(true);
  await Promise.all([faults.apply([inHole(10)]), faults.apply([inHole(0)]), faults.apply([])]);
  await until("all get through", () => dials.every(({ connected }) => connected));
});

onLinux("a gate that is opened in a black hole is in it", async () => {
  const { gate: other } = await startServer(() => text(""));
  const { address } = other;
  await other.close();
  const faults = new FaultInterpreter({ clock: new ManualClock(), seed: 1, report: () => undefined });
  const gate = new Gate({ address, deliver: (socket) => socket.destroy() });
  onTestFinished(() => gate.close());
  await faults.apply([fault("hole", hole, `${address.ip}:${address.port}`)]);
  faults.add(gate, { to: "virt-handler-x" });
  await gate.open();
  const dial = dialling(address);
  await faults.apply([]);
  await until("the dial gets through", () => dial.connected);
});

/** The same on a manual clock, with client-go's own times. */
function virtual() {
  const clock = new ManualClock();
  const ledger: LedgerEntry[] = [];
  const server = watchable();
  const wire = new VirtualWire({ clock, seed: 1, report: (entry) => ledger.push(entry) });
  const listener = { ip: "10.245.0.2", port: 6443 };
  const transport = wire.transport({ listener, from: "x", to: "apiserver", handle: server.handle });
  const enter = () => wire.apply([fault("hole", hole, "10.245.0.2:6443")]);
  return { clock, ledger, ...server, wire, transport, enter };
}

/** When a promise settles, on a clock. */
async function settledAt(clock: ManualClock, answer: Promise<string>, by: number) {
  let at: [string, number] | undefined;
  void answer.then((value) => (at = [value, clock.now()]));
  await clock.advance(by);
  return at;
}

test("on a manual clock a dial into a black hole gets through at the kernel's next try, or times out after 30 s", async () => {
  const early = virtual();
  early.enter();
  const answer = outcome(early.transport, "/a");
  await early.clock.advance(2);
  early.wire.apply([]);
  expect(await settledAt(early.clock, answer, 60)).toEqual(["200 /a", expect.closeTo(3, 1)]);

  const late = virtual();
  late.enter();
  expect(await settledAt(late.clock, outcome(late.transport, "/a"), 60)).toEqual([
    "timeout",
    expect.closeTo(30, 1),
  ]);
  expect(late.ledger.map(({ what }) => what)).toEqual(["listener-stalled", "request-failed"]);
});

test("on a manual clock the health check gives a stalled connection up 45 s after the last word", async () => {
  const { clock, transport, wire, enter, ledger, streams } = virtual();
  const heard = new Heard();
  transport.stream(get("/watch"), heard);
  await clock.advance(10);
  streams[0]?.sink?.write("last word\n");
  await clock.advance(20);
  enter();
  streams[0]?.sink?.write("never heard\n");
  expect(await settledAt(clock, outcome(transport, "/a"), 100)).toEqual(["timeout", expect.closeTo(55, 1)]);
  expect(heard).toMatchObject({ text: "last word\n", ended: "timeout" });
  expect(streams[0]?.closed).toEqual([]);
  wire.apply([]);
  await clock.advance(200);
  expect(streams[0]?.closed).toEqual(["client gone"]);
  expect(await settledAt(clock, outcome(transport, "/b"), 300)).toEqual(["200 /b", expect.closeTo(200, 1)]);
  expect(failedRequests(ledger)).toBe(1);
});

test("on a manual clock a connection that is stalled for less goes on where it was", async () => {
  const { clock, transport, wire, enter, streams } = virtual();
  const heard = new Heard();
  transport.stream(get("/watch"), heard);
  await clock.advance(1);
  enter();
  streams[0]?.sink?.write("late\n");
  const answer = outcome(transport, "/a");
  await clock.advance(40);
  expect(heard.text).toBe("");
  wire.apply([]);
  expect(await settledAt(clock, answer, 100)).toEqual(["200 /a", expect.closeTo(40, 1)]);
  expect(heard).toMatchObject({ text: "late\n", ended: undefined });
});
