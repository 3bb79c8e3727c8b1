import { expect } from "vitest";
import {
  forAll,
  prometheus,
  startClients,
  untilTargets,
  vmagent,
  type DiscoveringClient,
} from "../e2e/support/discovering-clients.ts";
import { startFaultyWays, type ClientName, type WayFault } from "../e2e/support/recovery.ts";
import { testWith } from "../support/prometheus.ts";
import { until } from "../support/until.ts";

const outageSeconds = 20;
/** After an outage of 20 s; seen for Prometheus 3 to 24 s, for vmagent up to 18 s after it. */
const recoverySeconds: Readonly<Record<ClientName, number>> = { Prometheus: 45, vmagent: 41 };
/** In an outage and after it: three resources, tried again with back-off, each time with a list and a watch. */
const mostRequests = 60;

const programs: Readonly<Record<ClientName, string | undefined>> = { Prometheus: prometheus, vmagent };
const both = ["Prometheus", "vmagent"] as const;

const status = (code: number, more = {}): WayFault => ({
  kind: "http-status",
  settings: { status: code, ...more },
});

const outages: readonly WayFault[] = [
  ...[401, 403, 404, 500, 503].map((code) => status(code)),
  status(429, { retryAfter: 2 }),
  { kind: "connection-refused" },
  { kind: "connection-reset" },
  { kind: "black-hole" },
  { kind: "black-hole", settings: { phase: "request" } },
  { kind: "black-hole", settings: { phase: "body" } },
];

/** Waits until so much time has passed: an outage is as long as it is in life. */
function passed(seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000;
  return until(`${seconds} s`, () => performance.now() >= end, { seconds: seconds + 5 });
}

const secondsOf = ({ way }: DiscoveringClient) => recoverySeconds[way.client];

for (const client of both) {
  const test = testWith({ [client.toUpperCase()]: programs[client] });

  test(`${client} keeps its targets through every outage of 20 s, and recovers in time and without a storm`, async () => {
    const cluster = await startFaultyWays(outages, client);
    const { pods, ways } = cluster;
    const clients = await startClients(ways);
    await untilTargets("all targets found", clients, pods);
    const before = ways.map((way) => way.requests());
    await cluster.beginFaults();
    const [hidden = ""] = pods;
    cluster.hide(hidden);
    await passed(outageSeconds);
    await forAll(clients, async ({ targets }) => expect(await targets()).toEqual(pods.toSorted()));
    await cluster.endFaults();
    const left = pods.filter((pod) => pod !== hidden);
    await untilTargets("the change learnt", clients, left, secondsOf);
    const asked = ways.map((way, index) => [way.name, way.requests() - (before[index] ?? 0)]);
    expect(asked.filter(([, count]) => Number(count) >= mostRequests)).toEqual([]);
  }, 180_000);

  test(`${client} finds no target where discovery fails from the start, and all of them once it does not`, async () => {
    const faults = [status(401), status(403), status(500), { kind: "connection-refused" } as const];
    const cluster = await startFaultyWays(faults, client);
    await cluster.beginFaults();
    const clients = await startClients(cluster.ways);
    await passed(outageSeconds);
    await forAll(clients, async ({ targets }) => expect(await targets()).toEqual([]));
    await cluster.endFaults();
    await untilTargets("all targets found", clients, cluster.pods, secondsOf);
    for (const way of cluster.ways) expect(way.requests()).toBeLessThan(mostRequests);
  }, 180_000);

  test(`${client} learns late of what changes while answers come 5 s late`, async () => {
    const cluster = await startFaultyWays([{ kind: "latency", settings: { delay: 5 } }], client);
    const clients = await startClients(cluster.ways);
    await untilTargets("all targets found", clients, cluster.pods);
    await cluster.beginFaults();
    const [hidden = "", ...left] = cluster.pods;
    cluster.hide(hidden);
    await passed(4);
    await forAll(clients, async ({ targets }) => expect(await targets()).toContain(hidden));
    await untilTargets("the change learnt", clients, left, secondsOf);
  }, 180_000);

  test(`a 410 on every watch makes ${client} list and watch as fast as it can, for as long as it lasts and no longer`, async () => {
    // Ended as soon as it is seen: what clients ask for meanwhile they ask thousands of times a second.
    const cluster = await startFaultyWays([status(410, { verb: "watch" })], client);
    const clients = await startClients(cluster.ways);
    const [way] = cluster.ways;
    await untilTargets("all targets found", clients, cluster.pods);
    await cluster.beginFaults();
    const [hidden = "", ...left] = cluster.pods;
    cluster.hide(hidden);
    const before = way?.requests() ?? 0;
    await until("a storm", () => (way?.requests() ?? 0) - before > 10 * mostRequests);
    await cluster.endFaults();
    await untilTargets("the change learnt", clients, left, secondsOf);
    const atRest = way?.requests() ?? 0;
    await passed(5);
    expect((way?.requests() ?? 0) - atRest).toBeLessThan(10);
  }, 180_000);

  test(`${client} recovers from an apiserver that comes back with lower resourceVersions`, async () => {
    const cluster = await startFaultyWays([{ kind: "connection-refused" }], client);
    const clients = await startClients(cluster.ways);
    await untilTargets("all targets found", clients, cluster.pods);
    await cluster.beginFaults();
    cluster.rewind();
    await passed(1);
    await cluster.endFaults();
    const [hidden = "", ...left] = cluster.pods;
    cluster.hide(hidden);
    await untilTargets("the change learnt", clients, left, secondsOf);
    for (const way of cluster.ways) expect(way.requests()).toBeLessThan(2 * mostRequests);
  }, 180_000);
}
