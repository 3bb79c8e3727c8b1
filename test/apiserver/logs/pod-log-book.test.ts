import { expect, test } from "vitest";
import { buildApiserver } from "../../../sim/apiserver/apiserver.ts";
import { PodLogBook } from "../../../sim/apiserver/logs/pod-log-book.ts";
import { mostLines } from "../../../sim/apiserver/logs/container-log.ts";
import { podKind } from "../../../sim/store/objects/pod.ts";
import { admin, answerOf, apiserverOf, tokens, watched } from "../support/apiserver.ts";

/** A pod whose container has begun, on an API server that reads its log. */
function withLog() {
  const { store, clock, ask } = apiserverOf();
  ask("POST", "/api/v1/namespaces/default/pods", {
    body: { metadata: { name: "a" }, spec: { containers: [{ name: "c", image: "i" }] } },
  });
  const pod = store.get(podKind, "default", "a");
  if (pod === undefined) throw new Error("no pod was made");
  store.update(podKind, {
    ...pod,
    status: { ...pod.status, containerStatuses: [{ name: "c", ready: true }] },
  } as never);
  const { uid } = pod.metadata;
  const book = new PodLogBook(store, clock);
  book.begin(uid, 0);
  const apiserver = buildApiserver({ store, clock, seed: 1, tokens, podLogs: book });
  const reply = (query = "") =>
    apiserver.handle(
      { method: "GET", path: `/api/v1/namespaces/default/pods/a/log?${query}`, headers: {} },
      admin,
    );
  const read = (query = "") => answerOf(reply(query));
  const lines = (query = "") => read(query).text.split("\n").slice(0, -1);
  const follow = (query = "", reading = true) => watched(reply(`follow=true&${query}`), reading);
  return { store, clock, book, uid, read, lines, follow };
}

test("a log is read whole, or from its end", () => {
  const { book, uid, lines, read } = withLog();
  expect(read()).toMatchObject({ status: 200, text: "" });
  for (const text of ["one", "two", "three"]) book.append(uid, 0, text);
  expect(lines()).toEqual(["one", "two", "three"]);
  expect(lines("tailLines=2")).toEqual(["two", "three"]);
  expect(lines("tailLines=0")).toEqual([]);
  expect(lines("tailLines=7")).toEqual(["one", "two", "three"]);
  expect(read("limitBytes=6").text).toBe("one\ntw");
});

test("lines are selected by when they were written, and say when", async () => {
  const { book, uid, clock, lines } = withLog();
  book.append(uid, 0, "early");
  await clock.advance(60);
  book.append(uid, 0, "late");
  expect(lines("sinceSeconds=30")).toEqual(["late"]);
  expect(lines("sinceTime=2026-01-01T00:00:30Z")).toEqual(["late"]);
  expect(lines("sinceSeconds=3600&tailLines=1")).toEqual(["late"]);
  expect(lines("timestamps=true")).toEqual([
    "2026-01-01T00:00:00.000000000Z early",
    "2026-01-01T00:01:00.000000000Z late",
  ]);
});

test("options that make no sense are refused", () => {
  const { read } = withLog();
  expect(read("sinceSeconds=0")).toMatchObject({ status: 422, body: { reason: "Invalid" } });
  expect(read("tailLines=-1").body.message).toBe(
    'PodLogOptions "a" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0',
  );
  expect(read("limitBytes=0").status).toBe(422);
  expect(read("sinceSeconds=5&sinceTime=2026-01-01T00:00:00Z").status).toBe(422);
  expect(read("tailLines=many").status).toBe(400);
  expect(read("sinceTime=yesterday").status).toBe(400);
});

test("a restarted container has a new log, and the one before it is kept", () => {
  const { book, uid, lines, read } = withLog();
  book.append(uid, 0, "first run");
  expect(read("previous=true")).toMatchObject({
    status: 400,
    body: { message: 'previous terminated container "c" in pod "a" not found' },
  });
  book.end(uid);
  book.begin(uid, 1);
  book.append(uid, 1, "second run");
  book.append(uid, 0, "last words");
  expect(lines()).toEqual(["second run"]);
  expect(lines("previous=true")).toEqual(["first run", "last words"]);
});

test("whoever follows a log is told each line as it comes, until the run ends", () => {
  const { book, uid, follow } = withLog();
  book.append(uid, 0, "old");
  book.append(uid, 0, "recent");
  const client = follow("tailLines=1");
  expect(client.text()).toBe("recent\n");
  book.append(uid, 0, "new");
  expect(client.text()).toBe("recent\nnew\n");
  expect(client.ended()).toBe(false);
  book.end(uid);
  expect(client.ended()).toBe(true);
});

test("a log that is followed ends with its pod", () => {
  const { store, follow } = withLog();
  const client = follow();
  store.remove(podKind, "default", "a");
  expect(client.ended()).toBe(true);
});

test("a follower who does not read has nothing sent after it, and misses nothing that is kept", () => {
  const { book, uid, follow } = withLog();
  const client = follow("", false);
  for (let i = 0; i < 5; i++) book.append(uid, 0, `line ${i}`);
  expect(client.text()).toBe("line 0\n");
  client.read(true);
  expect(client.text()).toBe("line 0\nline 1\nline 2\nline 3\nline 4\n");
});

test("a log keeps its latest lines only, and none that is endless", () => {
  const { book, uid, lines } = withLog();
  for (let i = 0; i < 5 * mostLines + 1; i++) book.append(uid, 0, String(i));
  const kept = lines();
  expect(kept).toHaveLength(mostLines);
  expect(kept.at(-1)).toBe(String(5 * mostLines));
  book.append(uid, 0, "x".repeat(1_000_000));
  expect(lines("tailLines=1")[0]?.length).toBeLessThan(20_000);
});
