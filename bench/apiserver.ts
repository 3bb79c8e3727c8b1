import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { kindNamed } from "../sim/store/kinds.ts";
import { virtualMachineInstanceKind } from "../sim/store/objects/virtual-machine.ts";
import type { Store } from "../sim/store/store.ts";
import type { ClientAnswer, ClientTask } from "./apiserver-client.ts";
import { adminToken, startApiserver } from "./apiserver-server.ts";

const nodes = 1_000;
const guests = 8_000;
const watches = 1_000;
const eventsPerSecond = 100;
const watchedSeconds = 10;
/** Until when the guests have to run; after it is said how many do. */
const runningSeconds = 20;
/** Changes until a client that reads nothing has to be cut off. */
const mostUnread = 20_000;

export interface ApiserverBench {
  readonly nodes: number;
  readonly creating: {
    readonly guests: number;
    /** Until the last was created, over one connection. */
    readonly seconds: number;
    readonly running: number;
    /** Until all ran, or until it was waited no longer. */
    readonly runningSeconds: number;
  };
  readonly listing: { readonly firstMillis: number; readonly medianMillis: number; readonly bytes: number };
  readonly watching: {
    readonly watches: number;
    /** Until all were open, one after the other. */
    readonly openSeconds: number;
    /** Changes made; each is an event for each watch. */
    readonly made: number;
    /** Events that came to the clients, of all watches together, within `seconds`. */
    readonly delivered: number;
    readonly seconds: number;
    /** After how many changes the client that reads nothing was cut off; undefined: it never was. */
    readonly slowCutAfter: number | undefined;
    readonly residentBytes: number;
  };
  /** Of the server's process, with its nodes alone. */
  readonly emptyBytes: number;
  /** The same with all guests. */
  readonly fullBytes: number;
}

/** What an apiserver of the largest cluster costs, asked over real sockets by clients in another process. */
export async function measureApiserver(): Promise<ApiserverBench> {
  const server = await startApiserver(nodes);
  const client = startClient(server.url);
  try {
    const emptyBytes = process.memoryUsage.rss();
    const creating = await measureCreating(server.store, client.ask);
    const listing = await measureListing(client.ask);
    const fullBytes = process.memoryUsage.rss();
    const watching = await measureWatching(server, client.ask);
    return { nodes, creating, listing, watching, emptyBytes, fullBytes };
  } finally {
    client.close();
    await server.close();
  }
}

type Server = Awaited<ReturnType<typeof startApiserver>>;
type Ask = (task: ClientTask) => Promise<ClientAnswer>;

async function measureCreating(store: Store, ask: Ask): Promise<ApiserverBench["creating"]> {
  const begun = performance.now();
  const { seconds } = await ask({ task: "create", count: guests, atATime: 64 });
  const passed = () => (performance.now() - begun) / 1000;
  const running = () =>
    store.list(virtualMachineInstanceKind).filter(({ status }) => status.phase === "Running").length;
  while (running() < guests && passed() < seconds + runningSeconds) await pause(100);
  return { guests, seconds, running: running(), runningSeconds: passed() };
}

async function measureListing(ask: Ask): Promise<ApiserverBench["listing"]> {
  const first = await ask({ task: "list" });
  const later = [];
  for (let times = 0; times < 5; times++) later.push((await ask({ task: "list" })).seconds);
  const median = later.toSorted((a, b) => a - b)[2] ?? NaN;
  return { firstMillis: first.seconds * 1000, medianMillis: median * 1000, bytes: first.bytes };
}

async function measureWatching({ store, apiserver }: Server, ask: Ask): Promise<ApiserverBench["watching"]> {
  const change = changes(store);
  const { seconds: openSeconds } = await ask({ task: "watch", count: watches });
  const { events: before } = await ask({ task: "count" });
  const begun = performance.now();
  const passed = () => (performance.now() - begun) / 1000;
  let made = 0;
  while (passed() < watchedSeconds) {
    for (; made < passed() * eventsPerSecond; made++) change();
    await pause(5);
  }
  const { events: after } = await ask({ task: "count" });
  const seconds = passed();
  const residentBytes = process.memoryUsage.rss();
  await ask({ task: "stop-reading" });
  // The one that reads nothing is left: made to fall behind faster than in life.
  let unread = made;
  for (; apiserver.watches > 0 && unread < mostUnread; unread++) {
    change();
    if (unread % 100 === 0) await pause(1);
  }
  const slowCutAfter = apiserver.watches === 0 ? unread : undefined;
  return { watches, openSeconds, made, delivered: after - before, seconds, slowCutAfter, residentBytes };
}

/** Each call is one small change that all watches are told of. */
function changes(store: Store): () => void {
  const kind = kindNamed("configmaps");
  const created = store.create(kind, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "bench", namespace: "default" },
  });
  let count = 0;
  return () => {
    count += 1;
    const annotations = { count: String(count) };
    store.modify(kind, created, (object) => ({ ...object, metadata: { ...object.metadata, annotations } }));
  };
}

function startClient(url: string) {
  const file = fileURLToPath(new URL("./apiserver-client.ts", import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, file, url, adminToken], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines: AsyncIterator<string, undefined> = createInterface({ input: child.stdout })[
    Symbol.asyncIterator
  ]();
  return {
    ask: async (task: ClientTask): Promise<ClientAnswer> => {
      child.stdin.write(`${JSON.stringify(task)}\n`);
      const { value: line } = await lines.next();
      if (line === undefined) throw new Error(`the clients ended while asked to ${task.task}`);
      return JSON.parse(line) as ClientAnswer;
    },
    close: () => void child.kill("SIGKILL"),
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
