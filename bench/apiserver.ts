import { setTimeout as sleep } from "node:timers/promises";
import { kindNamed } from "../sim/store/kinds.ts";
import { virtualMachineInstanceKind } from "../sim/store/objects/virtual-machine.ts";
import type { Store } from "../sim/store/store.ts";
import { adminToken, startApiserver } from "./apiserver-server.ts";
import { startChild } from "./child.ts";
import type { ClientAnswer, ClientTask } from "./children/apiserver-client.ts";
import { median } from "./measure.ts";
import type { ApiserverScale } from "./scale.ts";
import type { Section } from "./section.ts";
import type { Figure, Table } from "./table.ts";

/** kwok's gate is 10,000 pods in 60 seconds; this is as many for each of 8,000 VMIs. */
const gateSeconds = 48;

/** What an apiserver of the largest cluster costs, asked over real sockets by clients in another process. */
export const apiserver: Section = {
  name: "apiserver",
  async measure({ apiserver }) {
    return [await measureApiserver(apiserver)];
  },
};

async function measureApiserver(scale: ApiserverScale): Promise<Table> {
  const server = await startApiserver(scale.nodes);
  const client = startChild<ClientTask, ClientAnswer>("apiserver-client.ts", [server.url, adminToken]);
  const ask: Ask = (task) => client.ask(task);
  try {
    const empty = residentMegabytes("its nodes alone");
    const creating = await measureCreating(server.store, ask, scale);
    const listing = await measureListing(ask);
    const full = residentMegabytes("all guests");
    const watching = await measureWatching(server, ask, scale);
    return {
      title: `The apiserver of ${scale.nodes} nodes, its clients in another process`,
      figures: [...creating, ...listing, ...watching.slice(0, -1), empty, full, ...watching.slice(-1)],
    };
  } finally {
    client.close();
    await server.close();
  }
}

type Server = Awaited<ReturnType<typeof startApiserver>>;
type Ask = (task: ClientTask) => Promise<ClientAnswer>;

async function measureCreating(store: Store, ask: Ask, scale: ApiserverScale): Promise<Figure[]> {
  const { guests, runningSeconds } = scale;
  const begun = performance.now();
  const { seconds } = await ask({ task: "create", count: guests, atATime: 64 });
  const passed = () => (performance.now() - begun) / 1000;
  const running = () =>
    store.list(virtualMachineInstanceKind).filter(({ status }) => status.phase === "Running").length;
  while (running() < guests && passed() < seconds + runningSeconds) await sleep(100);
  return [
    { what: "VMIs created over one connection", value: guests, unit: "VMIs" },
    { what: "until all were created", value: seconds, unit: "s" },
    { what: "until all ran", value: passed(), unit: "s", aim: { atMost: gateSeconds } },
    { what: "that ran by then", value: running(), unit: "VMIs", aim: { atLeast: guests } },
  ];
}

async function measureListing(ask: Ask): Promise<Figure[]> {
  const first = await ask({ task: "list" });
  const later = [];
  for (let times = 0; times < 5; times++) later.push((await ask({ task: "list" })).seconds);
  return [
    { what: "LIST of all VMIs, the first", value: first.seconds * 1000, unit: "ms" },
    { what: "LIST of all VMIs, later ones", value: median(later) * 1000, unit: "ms" },
    { what: "LIST of all VMIs, its size", value: first.bytes / 1e6, unit: "MB" },
  ];
}

async function measureWatching({ store, apiserver }: Server, ask: Ask, scale: ApiserverScale) {
  const { watches, eventsPerSecond, watchedSeconds } = scale;
  const change = changes(store);
  const { seconds: openSeconds } = await ask({ task: "watch", count: watches });
  const { events: before } = await ask({ task: "count" });
  const begun = performance.now();
  const passed = () => (performance.now() - begun) / 1000;
  let made = 0;
  while (passed() < watchedSeconds) {
    for (; made < passed() * eventsPerSecond; made++) change();
    await sleep(5);
  }
  const { events: after } = await ask({ task: "count" });
  const delivered = after - before;
  const perSecond = delivered / passed();
  const resident = residentMegabytes("watches too");
  await ask({ task: "stop-reading" });
  const figures: Figure[] = [
    { what: "watches open, each on a connection of its own", value: watches, unit: "watches" },
    { what: "until all were open, one after the other", value: openSeconds, unit: "s" },
    { what: "events delivered", value: perSecond, unit: "events/s" },
    {
      what: "events delivered, of those that were due",
      value: (100 * delivered) / (made * watches),
      unit: "%",
    },
    ...(await cutOff(apiserver, change, made, scale.mostUnread)),
    resident,
  ];
  return figures;
}

/** The one that reads nothing is left: made to fall behind faster than in life. */
async function cutOff(
  apiserver: Server["apiserver"],
  change: () => void,
  made: number,
  mostUnread: number,
): Promise<Figure[]> {
  let unread = made;
  for (; apiserver.watches > 0 && unread < mostUnread; unread++) {
    change();
    if (unread % 100 === 0) await sleep(1);
  }
  const what = "a watch that nobody reads is cut off after";
  return [{ what, value: unread, unit: "changes", aim: { atMost: mostUnread - 1 } }];
}

function residentMegabytes(what: string): Figure {
  return { what: `RSS with ${what}`, value: process.memoryUsage.rss() / 1e6, unit: "MB" };
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
