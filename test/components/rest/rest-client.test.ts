import { expect, test } from "vitest";
import { ManualClock } from "../../../sim/clock/manual.ts";
import { StatusError } from "../../../sim/components/rest/status-error.ts";
import { TransportError, type TransportErrorCode } from "../../../sim/wire/transport.ts";
import { outcomeOf, scriptedClient, type Script } from "../scripted-transport.ts";

const read = { method: "GET", path: "/api/v1/nodes" } as const;
const write = { method: "PATCH", path: "/api/v1/nodes/node01", body: {} } as const;

function fails(error: TransportErrorCode): () => Script {
  return () => ({ error });
}

test("a request carries the bearer token, and its body as JSON", async () => {
  const clock = new ManualClock();
  const { client, transport } = scriptedClient(clock, () => ({ status: 200, body: { items: [1] } }));
  const outcome = outcomeOf(client.request({ ...write, contentType: "application/merge-patch+json" }));
  await clock.advance(1);
  expect(outcome.value).toEqual({ items: [1] });
  const [request] = transport.requests;
  expect(request?.headers).toMatchObject({
    authorization: "Bearer secret",
    "content-type": "application/merge-patch+json",
  });
  expect(new TextDecoder().decode(request?.body)).toBe("{}");
});

test("what was answered counts under its status, and only what had no response under <error>", async () => {
  const clock = new ManualClock();
  const scripts: Script[] = [
    { status: 200 },
    { status: 404, body: { kind: "Status", reason: "NotFound", message: "gone" } },
    { status: 500 },
    { error: "refused" },
    { error: "tls" },
    // The headers had come: the answer broke off.
    { error: "reset", status: 200 },
  ];
  const { client, metrics } = scriptedClient(clock, () => scripts.shift() ?? "silence");
  for (let sent = 0; sent < 6; sent++) outcomeOf(client.request(write));
  await clock.advance(60);
  expect(metrics.codes()).toEqual({ "200": 2, "404": 1, "500": 1, "<error>": 2 });
  expect(metrics.requests[0]).toEqual({
    code: "200",
    host: "10.96.0.1:443",
    method: "PATCH",
    resource: "nodes",
    verb: "PATCH",
  });
});

test("an answer that is not 2xx is thrown with the apiserver's reason", async () => {
  const clock = new ManualClock();
  const status = { kind: "Status", reason: "NotFound", message: 'nodes "node01" not found', code: 404 };
  const { client } = scriptedClient(clock, () => ({ status: 404, body: status }));
  const outcome = outcomeOf(client.request(read));
  await clock.advance(1);
  expect(outcome.error).toBeInstanceOf(StatusError);
  expect(outcome.error).toMatchObject({ code: 404, reason: "NotFound", message: status.message });
});

test.each(["reset", "closed"] as const)(
  "a GET that ended by %s is tried again after a second, ten times",
  async (error) => {
    const clock = new ManualClock();
    const { client, transport, metrics } = scriptedClient(clock, fails(error));
    const outcome = outcomeOf(client.request(read));
    await clock.advance(60);
    expect(transport.requests).toHaveLength(11);
    transport.requests.forEach(({ t }, index) => expect(t).toBeCloseTo(1.01 * index, 6));
    expect(metrics.codes()).toEqual({ "<error>": 11 });
    expect(outcome.error).toBeInstanceOf(TransportError);
    // client-go's latency is the whole request's, with its retries.
    expect(metrics.latencies).toHaveLength(1);
    expect(metrics.latencies[0]?.seconds).toBeCloseTo(10 + 11 * 0.01, 6);
  },
);

test("a GET whose answer broke off is not tried again: there was an answer", async () => {
  const clock = new ManualClock();
  const { client, transport, metrics } = scriptedClient(clock, () => ({ error: "reset", status: 200 }));
  const outcome = outcomeOf(client.request(read));
  await clock.advance(60);
  expect(transport.requests).toHaveLength(1);
  expect(metrics.codes()).toEqual({ "200": 1 });
  expect(outcome.error).toMatchObject({ code: "reset", status: 200 });
});

test("a watch that ended before it was granted is tried again like a read, and then given out as ended", async () => {
  const clock = new ManualClock();
  const { client, lifetime, transport, metrics } = scriptedClient(clock, fails("closed"));
  const outcome = outcomeOf(client.watch("/api/v1/nodes?watch=true", lifetime, () => true));
  await clock.advance(60);
  expect(transport.requests).toHaveLength(11);
  expect(metrics.requests.every(({ verb, code }) => verb === "WATCH" && code === "<error>")).toBe(true);
  expect(outcome.value).toEqual({ brokenBy: undefined });
  // Only what is repeated passes the rate limiter, and a watch has no latency.
  expect(metrics.waits).toHaveLength(10);
  expect(metrics.latencies).toEqual([]);
});

test("a watch that is turned away is thrown with the apiserver's reason, a refused one with that", async () => {
  const clock = new ManualClock();
  const forbidden = { kind: "Status", code: 403, reason: "Forbidden", message: "no" };
  const turnedAway = scriptedClient(clock, () => ({ status: 403, body: forbidden }));
  const watch = ({ client, lifetime }: typeof turnedAway) =>
    outcomeOf(client.watch("/api/v1/nodes?watch=true", lifetime, () => true));
  const first = watch(turnedAway);
  const second = watch(scriptedClient(clock, fails("refused")));
  await clock.advance(60);
  expect(first.error).toMatchObject({ code: 403, reason: "Forbidden" });
  expect(second.error).toMatchObject({ code: "refused" });
});

test("a dial that timed out is tried again for a watch, a connection found dead for a read", async () => {
  const clock = new ManualClock();
  const requests = async (error: () => Script, how: "read" | "watch") => {
    const { client, lifetime, transport } = scriptedClient(clock, error);
    if (how === "read") outcomeOf(client.request(read));
    else outcomeOf(client.watch("/api/v1/nodes?watch=true", lifetime, () => true));
    await clock.advance(clock.now() + 60);
    return transport.requests.length;
  };
  const dead = (): Script => ({ error: "timeout", message: "http2: client connection lost" });
  expect(await requests(fails("timeout"), "watch")).toBe(11);
  expect(await requests(fails("timeout"), "read")).toBe(1);
  expect(await requests(dead, "read")).toBe(11);
  expect(await requests(dead, "watch")).toBe(1);
});

test("an answer that is no JSON is thrown as a failure, and counted as the answer it was", async () => {
  const clock = new ManualClock();
  const { client, metrics } = scriptedClient(clock, () => ({ status: 200, text: "<html>" }));
  const outcome = outcomeOf(client.request(read));
  await clock.advance(1);
  expect(outcome.error).toBeInstanceOf(StatusError);
  expect(metrics.codes()).toEqual({ "200": 1 });
});

test("a request that was refused is not tried again", async () => {
  const clock = new ManualClock();
  const { client, transport } = scriptedClient(clock, fails("refused"));
  const outcome = outcomeOf(client.request(read));
  await clock.advance(60);
  expect(transport.requests).toHaveLength(1);
  expect(outcome.error).toMatchObject({ code: "refused" });
});

test("a write that had no response is not tried again, whatever became of it", async () => {
  for (const error of ["refused", "reset", "closed", "timeout"] as const) {
    const clock = new ManualClock();
    const { client, transport } = scriptedClient(clock, fails(error));
    outcomeOf(client.request(write));
    await clock.advance(60);
    expect(transport.requests, error).toHaveLength(1);
  }
});

test("429 and 5xx are tried again when they say after how long, and only then", async () => {
  for (const status of [429, 500, 503]) {
    const clock = new ManualClock();
    let answers = 0;
    const { client, transport } = scriptedClient(clock, () =>
      ++answers <= 2 ? { status, headers: { "retry-after": "2" } } : { status: 200, body: { ok: true } },
    );
    const outcome = outcomeOf(client.request(write));
    await clock.advance(60);
    expect(outcome.value).toEqual({ ok: true });
    transport.requests.forEach(({ t }, index) => expect(t).toBeCloseTo(2.01 * index, 6));

    const without = scriptedClient(clock, () => ({ status }));
    outcomeOf(without.client.request(read));
    await clock.advance(120);
    expect(without.transport.requests).toHaveLength(1);
  }
});

test("a Retry-After on a 4xx is not heeded", async () => {
  const clock = new ManualClock();
  const { client, transport } = scriptedClient(clock, () => ({
    status: 403,
    headers: { "retry-after": "1" },
  }));
  outcomeOf(client.request(read));
  await clock.advance(60);
  expect(transport.requests).toHaveLength(1);
});

test("more than a burst of requests waits in line, and the wait is told to the rate limiter's histogram", async () => {
  const clock = new ManualClock();
  const { client, transport, metrics } = scriptedClient(clock, () => ({ status: 200 }), {
    rateLimit: { qps: 10, burst: 20 },
  });
  for (let sent = 0; sent < 40; sent++) outcomeOf(client.request(read));
  await clock.advance(10);
  expect(transport.requests.filter(({ t }) => t === 0)).toHaveLength(20);
  expect(transport.requests.at(-1)?.t).toBeCloseTo(2, 6);
  expect(metrics.waits).toHaveLength(40);
  expect(Math.max(...metrics.waits.map(({ seconds }) => seconds))).toBeCloseTo(2, 6);
  expect(metrics.waits[0]).toMatchObject({ url: "https://10.96.0.1:443/api/v1/nodes", verb: "LIST" });
});

test("legacy keeps its latencies under the HTTP method", async () => {
  const clock = new ManualClock();
  const { client, metrics } = scriptedClient(clock, () => ({ status: 200 }), { version: "legacy" });
  outcomeOf(client.request(read));
  await clock.advance(1);
  expect(metrics.latencies[0]?.verb).toBe("GET");
});

test("nothing runs on once the process has ended", async () => {
  const clock = new ManualClock();
  const { client, transport, lifetime } = scriptedClient(clock, fails("reset"));
  const outcome = outcomeOf(client.request(read));
  await clock.advance(2.5);
  lifetime.end();
  await clock.advance(60);
  expect(transport.requests).toHaveLength(3);
  expect(outcome).toEqual({});
});
