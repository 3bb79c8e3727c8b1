import { expect, test } from "vitest";
import type { RequestEffect } from "../../sim/faults/fault.ts";
import { ask, begin, playOnBothWires, watch } from "./rigs.ts";
import { fault } from "./support.ts";

const reset = (more: Partial<RequestEffect> = {}) =>
  ({ type: "reset", persist: false, probability: 1, ...more }) as RequestEffect;

test("a reset strikes used connections and the watches on them, and lets new ones through", async () => {
  const { seen, ledger } = await playOnBothWires(async (rig) => {
    const answers = await ask(rig, "/a");
    const { heard, stream } = await watch(rig);
    stream.sink?.write("0123456789");
    await rig.reach("the event", () => heard.text !== "");
    await rig.apply([fault("resets", reset(), rig.listener)]);
    await rig.reach("the watch broken off", () => heard.ended !== undefined && stream.closed.length > 0);
    for (const path of ["/b", "/c", "/d"]) answers.push(...(await ask(rig, path)));
    await rig.apply([]);
    for (const path of ["/e", "/f"]) answers.push(...(await ask(rig, path)));
    return [`watch ${heard.ended ?? ""}`, ...answers];
  });
  expect(seen).toEqual(["watch reset", "200 /a", "200 /b", "reset", "200 /d", "200 /e", "200 /f"]);
  expect(ledger).toEqual([
    "connection-cut resets connection=reused bytesSent=10 noticed=true",
    "connection-cut resets connection=reused bytesSent=0 noticed=true",
    "request-failed resets connection=reused requests=1 noticed=true",
  ]);
});

test("a connection on which there is nothing but an open watch is a used one", async () => {
  const { seen, ledger } = await playOnBothWires(async (rig) => {
    const { heard } = await watch(rig);
    await rig.apply([fault("resets", reset(), rig.listener)]);
    await rig.reach("the watch broken off", () => heard.ended !== undefined);
    return [heard.ended ?? "", ...(await ask(rig, "/a"))];
  });
  expect(seen).toEqual(["reset", "200 /a"]);
  expect(ledger).toEqual(["connection-cut resets connection=reused bytesSent=0 noticed=true"]);
});

test("a reset that persists strikes new connections as well", async () => {
  const { seen } = await playOnBothWires(async (rig) => {
    await rig.apply([fault("resets", reset({ persist: true }), rig.listener)]);
    const answers = [...(await ask(rig, "/a")), ...(await ask(rig, "/b"))];
    await rig.apply([]);
    return [...answers, ...(await ask(rig, "/c"))];
  });
  expect(seen).toEqual(["reset", "reset", "200 /c"]);
});

test("a fault with `first` strikes so many requests and no more", async () => {
  const { seen } = await playOnBothWires(async (rig) => {
    const effect: RequestEffect = { type: "respond", status: 503, probability: 1, first: 2 };
    await rig.apply([fault("busy", effect, rig.listener)]);
    const answers: string[] = [];
    for (const path of ["/a", "/b", "/c", "/d"]) answers.push(...(await ask(rig, path)));
    return answers;
  });
  expect(seen).toEqual(["503 Service Unavailable\n", "503 Service Unavailable\n", "200 /c", "200 /d"]);
});

test("a fault goes on counting while other faults come and go", async () => {
  const { seen } = await playOnBothWires(async (rig) => {
    const busy = fault("busy", { type: "respond", status: 503, probability: 1, first: 2 }, rig.listener);
    const answers: string[] = [];
    for (const others of [[], [fault("other", { type: "refuse" }, "127.0.0.9:1")], []]) {
      await rig.apply([busy, ...others]);
      answers.push(...(await ask(rig, "/a")));
    }
    return answers;
  });
  expect(seen).toEqual(["503 Service Unavailable\n", "503 Service Unavailable\n", "200 /a"]);
});

test("half a body may end in the middle of a character", async () => {
  const bodies = Array.from({ length: 4 }, (_, index) => "x".repeat(index) + "ž".repeat(9));
  const { seen } = await playOnBothWires(async (rig) => {
    const effect: RequestEffect = { type: "black-hole", phase: "body", probability: 1 };
    await rig.apply([fault("hole", effect, rig.listener)]);
    const requests = bodies.map((body) => ({
      ...{ method: "PUT", path: "/", headers: {}, body: Buffer.from(body) },
    }));
    const asked = begin(rig, ...requests);
    await rig.reach("the hole", () => rig.ledger.length === requests.length);
    await rig.apply([]);
    return asked.answers();
  });
  expect(seen).toEqual(bodies.map((body) => `200 PUT  ${body}`));
});

test("a fault with a probability strikes its share of the requests", async () => {
  const { seen, ledger } = await playOnBothWires(async (rig) => {
    const effect: RequestEffect = { type: "respond", status: 500, probability: 0.3 };
    // Makes the connection a used one for all that come after it.
    await ask(rig, "/first");
    await rig.apply([fault("flaky", effect, rig.listener)]);
    return ask(rig, ...Array.from({ length: 400 }, (_, index) => `/${index}`));
  });
  const struck = seen.filter((answer) => answer.startsWith("500"));
  expect(struck.length).toBeGreaterThan(80);
  expect(struck.length).toBeLessThan(160);
  expect(ledger).toEqual(
    struck.map(() => "answer-replaced flaky connection=reused bytesSent=0 noticed=true"),
  );
});

test("a status instead of an answer comes with Retry-After where one is given, and the server is not asked", async () => {
  const { seen } = await playOnBothWires(async (rig) => {
    const effect: RequestEffect = { type: "respond", status: 429, retryAfterSeconds: 7, probability: 1 };
    await rig.apply([fault("busy", effect, rig.listener)]);
    let answer = "";
    void rig.transport
      .request({ method: "GET", path: "/a", headers: {} })
      .then(({ status, headers }) => (answer = `${status} ${headers["retry-after"] ?? ""}`));
    await rig.reach("the answer", () => answer !== "");
    return [answer, String(rig.server.asked.length)];
  });
  expect(seen).toEqual(["429 7", "0"]);
});

test("a request in a black hole is not handled until that has gone, and a watch under way says nothing", async () => {
  const { seen, ledger } = await playOnBothWires(async (rig) => {
    const { heard, stream } = await watch(rig);
    const effect: RequestEffect = { type: "black-hole", phase: "request", probability: 1, first: 2 };
    await rig.apply([fault("hole", effect, rig.listener)]);
    stream.sink?.write("late\n");
    const swallowed = begin(rig, "/swallowed");
    const others = await ask(rig, "/next");
    const before = `${heard.text}${rig.server.asked.join()}`;
    await rig.apply([]);
    const answers = await swallowed.answers();
    await rig.reach("the event", () => heard.text === "late\n");
    return [before, ...others, ...answers, rig.server.asked.join()];
  });
  expect(seen).toEqual(["/watch,/next", "200 /next", "200 /swallowed", "/watch,/next,/swallowed"]);
  expect(ledger).toEqual([
    "answer-stalled hole connection=reused bytesSent=0 noticed=true",
    "answer-stalled hole connection=reused bytesSent=0 noticed=true",
  ]);
});

test("a body in a black hole stops half-way, and goes on when that has gone", async () => {
  const { seen } = await playOnBothWires(async (rig) => {
    const effect: RequestEffect = { type: "black-hole", phase: "body", probability: 1 };
    await rig.apply([fault("hole", effect, rig.listener)]);
    let status = 0;
    let body = "";
    let ended = false;
    rig.transport.stream(
      { method: "GET", path: "/0123456", headers: {} },
      {
        headers: (given) => (status = given),
        data: (chunk) => (body += chunk),
        end: () => (ended = true),
      },
    );
    await rig.reach("half the answer", () => body === "/012");
    const half = `${status} ${body} ${ended}`;
    await rig.apply([]);
    await rig.reach("the rest", () => ended);
    return [half, body];
  });
  expect(seen).toEqual(["200 /012 false", "/0123456"]);
});

test("a delay makes answers and events late, and loses none", async () => {
  const { seen, ledger } = await playOnBothWires(async (rig) => {
    const { heard, stream } = await watch(rig);
    const effect: RequestEffect = { type: "delay", delaySeconds: 0.2, probability: 1 };
    await rig.apply([fault("slow", effect, rig.listener)]);
    const numbers = ["1", "2", "3"];
    for (const number of numbers) stream.sink?.write(number);
    expect(heard.text).toBe("");
    const answers = await ask(rig, "/a");
    await rig.reach("the events", () => heard.text === "123");
    return answers;
  });
  expect(seen).toEqual(["200 /a"]);
  expect(ledger).toEqual([
    "answer-delayed slow connection=reused bytesSent=0 noticed=true",
    "answer-delayed slow connection=reused bytesSent=0 noticed=true",
  ]);
});

test("several faults on one request all have their say", async () => {
  const { seen, ledger } = await playOnBothWires(async (rig) => {
    const faults = [
      fault("slow", { type: "delay", delaySeconds: 0.05, probability: 1 }, rig.listener),
      fault("hole", { type: "black-hole", phase: "request", probability: 1 }, rig.listener),
      fault("busy", { type: "respond", status: 503, probability: 1 }, rig.listener),
    ];
    await rig.apply(faults);
    const asked = begin(rig, "/a");
    await rig.reach("the hole", () => rig.ledger.length === 2);
    await rig.apply(faults.filter(({ name }) => name !== "hole"));
    return asked.answers();
  });
  expect(seen).toEqual(["503 Service Unavailable\n"]);
  expect(ledger.map((entry) => entry.split(" ")[1])).toEqual(["slow", "hole", "busy"]);
});
