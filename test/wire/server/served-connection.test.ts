import { expect, test } from "vitest";
import { ManualClock } from "../../../sim/clock/manual.ts";
import type { Outlet } from "../../../sim/wire/server/outlet.ts";
import { ServedConnection } from "../../../sim/wire/server/served-connection.ts";
import { ServedExchange } from "../../../sim/wire/server/served-exchange.ts";
import { text } from "../support.ts";

function connection() {
  const done: string[] = [];
  const served = new ServedConnection(
    {
      reset: () => done.push("reset"),
      freeze: () => done.push("freeze"),
      thaw: () => done.push("thaw"),
    },
    () => undefined,
  );
  return { served, done };
}

/** A request on the connection, and what of its answer comes out. */
function exchangeOn(served: ServedConnection) {
  const out: string[] = [];
  const nothing = () => undefined;
  const outlet: Outlet = {
    begin: (status) => out.push(`begin ${status}`),
    send: (status) => out.push(`send ${status}`),
    write: () => out.push("write") > 0,
    onDrain: nothing,
    end: () => out.push("end"),
    waitingBytes: () => 0,
    destroy: nothing,
  };
  return { exchange: new ServedExchange({ method: "GET", path: "/" }, outlet, served, nothing), out };
}

test("on a stalled connection no answer leaves, be its request old or new, until it is thawed", () => {
  const { served, done } = connection();
  const old = exchangeOn(served);
  served.stall();
  const late = exchangeOn(served);
  for (const { exchange } of [old, late]) exchange.answer(text("page"));
  expect([old.out, late.out]).toEqual([[], []]);
  expect(served.state()).toEqual({ connection: "fresh", bytesSent: 0, unfinished: 2, repeatable: false });
  served.thaw();
  expect([old.out, late.out]).toEqual([["send 200"], ["send 200"]]);
  expect(done).toEqual(["freeze", "thaw"]);
});

test("an answer that was delayed and whose client has left is finished and never leaves", async () => {
  const { served } = connection();
  const clock = new ManualClock();
  const { exchange, out } = exchangeOn(served);
  let finished = 0;
  exchange.valve.delay("slow", 5, clock);
  exchange.answer({ ...text("page"), finished: () => (finished += 1) });
  served.endAll("client gone");
  await clock.advance(10);
  expect([finished, out]).toEqual([1, []]);
});

test("a client can repeat by itself what is unfinished on a used connection and has no answer yet", () => {
  const { served } = connection();
  exchangeOn(served).exchange.end("complete");
  const { exchange } = exchangeOn(served);
  expect(served.state()).toMatchObject({ connection: "reused", unfinished: 1, repeatable: true });
  exchange.answer(text("page"));
  expect(served.state()).toMatchObject({ bytesSent: 4, repeatable: false });
});
