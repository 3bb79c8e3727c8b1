import { expect, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import { EventRecorder } from "../../sim/components/event-recorder.ts";
import type { KubeObject } from "../../sim/store/object.ts";
import type { HttpRequest } from "../../sim/wire/exchange.ts";
import { scriptedClient, type Script } from "./scripted-transport.ts";

const pod: KubeObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: "a",
    namespace: "shop",
    uid: "uid-a",
    resourceVersion: "7",
    creationTimestamp: "2026-01-01T00:00:00Z",
  },
};
const created = { type: "Normal", reason: "Created", message: "It is there." } as const;

function recorderOn(script: (request: HttpRequest) => Script) {
  const clock = new ManualClock();
  const { client, lifetime, transport, metrics } = scriptedClient(clock, script);
  const recorder = new EventRecorder({ client, lifetime, source: { component: "test" }, draw: () => 0.5 });
  const written = () =>
    transport.requests.map(({ method, path, body }) => ({
      method,
      path,
      body: JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>,
    }));
  return { clock, recorder, transport, metrics, written };
}

test("an event names its object, its time and who saw it", async () => {
  const { clock, recorder, written } = recorderOn(() => ({ status: 201 }));
  await clock.advance(90);
  recorder.record(pod, created);
  await clock.advance(91);
  const [event] = written();
  expect(event).toMatchObject({ method: "POST", path: "/api/v1/namespaces/shop/events" });
  expect(event?.body).toMatchObject({
    ...created,
    involvedObject: { apiVersion: "v1", kind: "Pod", name: "a", namespace: "shop", uid: "uid-a" },
    source: { component: "test" },
    firstTimestamp: "2026-01-01T00:01:30Z",
    lastTimestamp: "2026-01-01T00:01:30Z",
    count: 1,
  });
});

test("an event that is about a cluster-scoped object goes to the default namespace", async () => {
  const { clock, recorder, written } = recorderOn(() => ({ status: 201 }));
  const { namespace: _, ...metadata } = pod.metadata;
  recorder.record({ ...pod, metadata }, created);
  await clock.advance(1);
  expect(written()[0]?.path).toBe("/api/v1/namespaces/default/events");
});

test("two events of one instant have names of their own", async () => {
  const { clock, recorder, written } = recorderOn(() => ({ status: 201 }));
  recorder.record(pod, created);
  recorder.record(pod, { ...created, reason: "Started" });
  await clock.advance(1);
  const names = written().map(({ body }) => (body["metadata"] as { name: string }).name);
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toMatch(/^a\.[0-9a-f]{16}$/);
});

test("the same event again counts the first up, and is made anew when that is forgotten", async () => {
  let forgotten = false;
  const { clock, recorder, written } = recorderOn(({ method }) =>
    method === "PATCH" && forgotten ? { status: 404 } : { status: 200 },
  );
  recorder.record(pod, created);
  recorder.record(pod, created);
  await clock.advance(10);
  recorder.record(pod, created);
  await clock.advance(20);
  expect(written().map(({ method, body }) => [method, body["count"]])).toEqual([
    ["POST", 1],
    ["PATCH", 2],
    ["PATCH", 3],
  ]);
  forgotten = true;
  recorder.record(pod, created);
  await clock.advance(30);
  expect(
    written()
      .slice(3)
      .map(({ method }) => method),
  ).toEqual(["PATCH", "POST"]);
});

test("an event that the apiserver rejects is dropped; one without an answer is tried 12 times, 10 s apart", async () => {
  const rejected = recorderOn(() => ({ status: 403 }));
  rejected.recorder.record(pod, created);
  await rejected.clock.advance(300);
  expect(rejected.transport.requests).toHaveLength(1);

  const cut = recorderOn(() => ({ error: "refused" }));
  cut.recorder.record(pod, created);
  await cut.clock.advance(300);
  const times = cut.transport.requests.map(({ t }) => t);
  expect(times).toHaveLength(12);
  expect(times[1]).toBeCloseTo(5, 0);
  times.slice(2).forEach((t, index) => expect(t - (times[index + 1] ?? 0)).toBeCloseTo(10, 0));
});

test("events keep their order and their times while the apiserver is away", async () => {
  let away = true;
  const { clock, recorder, written, transport } = recorderOn(() =>
    away ? { error: "refused" } : { status: 201 },
  );
  recorder.record(pod, created);
  await clock.advance(3);
  recorder.record(pod, { ...created, reason: "Started" });
  away = false;
  await clock.advance(60);
  const delivered = written().slice(-2);
  expect(delivered.map(({ body }) => [body["reason"], body["firstTimestamp"]])).toEqual([
    ["Created", "2026-01-01T00:00:00Z"],
    ["Started", "2026-01-01T00:00:03Z"],
  ]);
  expect(transport.requests.length).toBe(3);
});
