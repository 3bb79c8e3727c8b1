import { expect, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import type { LedgerEntry } from "../../sim/faults/fault.ts";
import { random } from "../../sim/model/random.ts";
import type { Handle } from "../../sim/wire/exchange.ts";
import { TransportError } from "../../sim/wire/transport.ts";
import { VirtualWire } from "../../sim/wire/virtual-wire.ts";
import { failedRequests, get, Heard, outcome, refusal, text, watchable } from "./support.ts";

const address = { ip: "10.245.0.2", port: 6443 };
const listener = "10.245.0.2:6443";

function virtual(handle: Handle, seed = 1, log: (message: string) => void = () => undefined) {
  const clock = new ManualClock();
  const ledger: LedgerEntry[] = [];
  const wire = new VirtualWire({ clock, seed, report: (entry) => ledger.push(entry), log });
  const transport = (from = "virt-handler-x") =>
    wire.transport({ listener: address, from, to: "apiserver", handle });
  return { clock, ledger, wire, transport };
}

test("a request takes its time both ways, and no timer of Node's", async () => {
  const { clock, transport } = virtual(() => text("hello"));
  const way = transport();
  let answeredAt = NaN;
  void outcome(way, "/").then(() => (answeredAt = clock.now()));
  await clock.advance(0.0007);
  expect(answeredAt).toBeNaN();
  await clock.advance(1);
  expect(answeredAt).toBeGreaterThan(4 * 0.0002);
  expect(answeredAt).toBeLessThan(4 * 0.002);
});

test("the same seed gives the same times, whatever other clients do", async () => {
  async function times(seed: number, others: number): Promise<number[]> {
    const { clock, transport } = virtual(() => text(""), seed);
    const way = transport();
    const busy = Array.from({ length: others }, (_, index) => transport(`other-${index}`));
    const answered: number[] = [];
    for (let round = 0; round < 5; round++) {
      for (const other of busy) void outcome(other, "/");
      void outcome(way, "/").then(() => answered.push(clock.now()));
      await clock.advance(round + 1);
    }
    return answered;
  }
  expect(await times(7, 3)).toEqual(await times(7, 0));
  expect(await times(8, 0)).not.toEqual(await times(7, 0));
});

test("what is sent over one connection arrives in order", async () => {
  const { handle, streams } = watchable();
  const { clock, transport } = virtual(handle);
  const heard = new Heard();
  transport().stream(get("/watch"), heard);
  await clock.advance(1);
  const numbers = Array.from({ length: 200 }, (_, index) => `${index}\n`);
  for (const number of numbers) streams[0]?.sink?.write(number);
  streams[0]?.sink?.end();
  expect(heard.text).toBe("");
  await clock.advance(2);
  expect(heard).toMatchObject({ text: numbers.join(""), ended: "complete" });
});

test("a body in a buffer that is used again is sent as it was", async () => {
  const buffer = Buffer.from("first");
  const { clock, transport } = virtual(() => ({
    ...text(""),
    body: buffer,
    finished: () => buffer.fill("x"),
  }));
  const answer = outcome(transport(), "/");
  await clock.advance(1);
  expect(await answer).toBe("200 first");
});

test("an answer that takes its time reaches its client, or is finished if that has left", async () => {
  const resolvers: (() => void)[] = [];
  let finished = 0;
  const { clock, transport } = virtual(
    () =>
      new Promise((resolve) =>
        resolvers.push(() => resolve({ ...text("late"), finished: () => (finished += 1) })),
      ),
  );
  const way = transport();
  const stays = outcome(way, "/");
  const leaves = new Heard();
  const giveUp = way.stream(get("/"), leaves);
  await clock.advance(1);
  giveUp();
  await clock.advance(2);
  for (const resolve of resolvers) resolve();
  await clock.advance(3);
  expect(await stays).toBe("200 late");
  expect(leaves).toMatchObject({ status: undefined, ended: undefined });
  expect(finished).toBe(2);
});

test("a stream whose client has left is told, and takes no more", async () => {
  const { handle, streams } = watchable();
  const { clock, transport } = virtual(handle);
  const giveUp = transport().stream(get("/watch"), new Heard());
  await clock.advance(1);
  expect(streams[0]?.sink?.write("heard\n")).toBe(true);
  giveUp();
  await clock.advance(2);
  expect(streams[0]?.closed).toEqual(["client gone"]);
  expect(streams[0]?.sink?.write("not heard\n")).toBe(false);
});

test("an answer that cannot be sent is logged, and fails its request alone", async () => {
  const logged: string[] = [];
  const stream = { open: () => raise(), close: () => undefined };
  const raise = () => {
    throw new Error("broken on purpose");
  };
  const { clock, transport } = virtual(
    ({ path }) => (path === "/" ? text("fine") : { status: 200, headers: {}, body: stream }),
    1,
    (message) => logged.push(message),
  );
  const way = transport();
  const answers = [outcome(way, "/bad"), outcome(way, "/")];
  await clock.advance(1);
  expect(await Promise.all(answers)).toEqual(["reset 200", "200 fine"]);
  expect(logged).toEqual([expect.stringContaining("broken on purpose")]);
});

test("a request that is on its way when the connection is cut is not handled", async () => {
  const { handle, asked } = watchable();
  const { clock, wire, transport } = virtual(handle);
  const way = transport();
  void outcome(way, "/first");
  await clock.advance(1);
  const answer = outcome(way, "/second");
  wire.apply([refusal("outage", listener)]);
  await clock.advance(2);
  expect(await answer).toBe("reset");
  expect(asked).toEqual(["/first"]);
});

test("a client that has closed, be it in the middle of a dial, leaves no connection behind", async () => {
  const { clock, ledger, wire, transport } = virtual(() => text(""));
  const stays = transport("stays");
  const [connected, dialling] = [transport("connected"), transport("dialling")];
  for (const way of [stays, connected]) void outcome(way, "/");
  await clock.advance(1);
  connected.close();
  const waiting = outcome(dialling, "/");
  dialling.close();
  expect(await waiting).toBe("closed");
  await clock.advance(2);
  wire.apply([refusal("outage", listener)]);
  expect(ledger.map(({ what, from }) => [what, from])).toEqual([
    ["listener-closed", "stays"],
    ["connection-cut", "stays"],
  ]);
});

test("a listener that two clients share is closed once, for nobody in particular", async () => {
  const { clock, ledger, wire, transport } = virtual(() => text(""));
  const ways = [transport("one"), transport("two")];
  for (const way of ways) void outcome(way, "/");
  await clock.advance(1);
  wire.apply([refusal("outage", listener)]);
  expect(ledger.map(({ what, from }) => [what, from])).toEqual([
    ["listener-closed", undefined],
    ["connection-cut", undefined],
    ["connection-cut", undefined],
  ]);
});

test("a way that is made during a fault meets it", async () => {
  const { clock, ledger, wire, transport } = virtual(() => text(""));
  wire.apply([refusal("outage", listener)]);
  const answer = outcome(transport(), "/");
  await clock.advance(1);
  expect(await answer).toBe("refused");
  expect(ledger.map(({ what }) => what)).toEqual(["listener-closed", "dial-refused"]);
});

test("whatever faults do, every request ends, and the ledger counts exactly those without a response", async () => {
  for (let seed = 0; seed < 20; seed++) {
    const draw = random(seed, "script");
    const { handle } = watchable();
    const { clock, ledger, wire, transport } = virtual(handle, seed);
    const clients = [transport("a"), transport("b")];
    let asked = 0;
    let ended = 0;
    let unanswered = 0;
    for (let step = 0; step < 300; step++) {
      if (draw() < 0.1) wire.apply(draw() < 0.5 ? [refusal("outage", listener)] : []);
      const client = clients[Math.floor(draw() * clients.length)];
      asked += 1;
      void client?.request(get(draw() < 0.2 ? "/silent" : "/quick")).then(
        () => (ended += 1),
        (error: unknown) => {
          ended += 1;
          if (error instanceof TransportError && error.status === undefined) unanswered += 1;
        },
      );
      await clock.advance(clock.now() + draw() * 0.003);
    }
    wire.apply([refusal("last", listener)]);
    await clock.advance(clock.now() + 1);
    expect(ended).toBe(asked);
    expect(unanswered).toBeGreaterThan(0);
    expect(failedRequests(ledger)).toBe(unanswered);
  }
});
