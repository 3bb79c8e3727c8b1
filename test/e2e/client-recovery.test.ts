import { expect } from "vitest";
import { testWith } from "../support/prometheus.ts";
import { until } from "../support/until.ts";
import { forAll, prometheus, startClients, untilTargets, vmagent } from "./support/discovering-clients.ts";
import { startFaultyWays, type WayFault } from "./support/recovery.ts";

/** How long clients were seen to need after an outage of 20 s; these are shorter. */
const recoverySeconds = { prometheus: 45, vmagent: 41 };
/**
 * What a client asks in a minute of trying again with back-off: three resources, each a few times, each time a
 * list and a watch. A storm is a thousand in a second.
 */
const mostRequests = 60;

/** How many requests of its discovery a Prometheus counted, whatever came of them. */
async function requestsOf(url: string | undefined): Promise<number> {
  const page = await (await fetch(`${url ?? ""}/metrics`)).text();
  return page
    .split("\n")
    .filter((line) => line.startsWith("prometheus_sd_kubernetes_http_request_total{"))
    .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

const status = (code: number, more = {}): WayFault => ({
  kind: "http-status",
  settings: { status: code, ...more },
});

/** Faults that end each request, so that a client asks again. */
const failing: readonly WayFault[] = [
  { kind: "connection-refused" },
  { kind: "connection-reset" },
  status(401),
  status(403),
  status(429, { retryAfter: 1 }),
  status(500),
  status(503),
];
/** Faults in which a client waits for an answer. */
const waiting: readonly WayFault[] = [
  { kind: "black-hole" },
  { kind: "black-hole", settings: { phase: "request" } },
  { kind: "latency", settings: { delay: 2 } },
];

testWith({ prometheus })(
  "under every fault Prometheus keeps the targets it has, and learns of what changed soon after, without a storm",
  async () => {
    const cluster = await startFaultyWays([...failing, ...waiting], "Prometheus");
    const { pods, ways } = cluster;
    const clients = await startClients(ways);
    const all = pods.toSorted();
    await untilTargets("all targets found", clients, all);
    const before = await Promise.all(clients.map(({ url }) => requestsOf(url)));
    const answeredBefore = ways.map((way) => way.requests());
    await cluster.beginFaults();
    const [hidden = ""] = all;
    cluster.hide(hidden);
    await forAll(clients, async ({ way, url, output }) => {
      await until("the fault at work", () => way.ledger().length > 0);
      const index = ways.indexOf(way);
      if (index >= failing.length) return;
      await until("asked again", async () => (await requestsOf(url)) >= (before[index] ?? 0) + 6, {
        describe: output,
      });
    });
    await forAll(clients, async ({ way, targets }) => {
      // What comes late does come.
      if (!way.name.includes("latency")) expect(await targets()).toEqual(all);
    });
    await cluster.endFaults();
    const left = all.filter((pod) => pod !== hidden);
    await untilTargets("the change learnt", clients, left, () => recoverySeconds.prometheus);
    await forAll(clients, async ({ way, url }) => {
      const index = ways.indexOf(way);
      expect((await requestsOf(url)) - (before[index] ?? 0)).toBeLessThan(mostRequests);
      expect(way.requests() - (answeredBefore[index] ?? 0)).toBeLessThan(mostRequests);
    });
  },
  120_000,
);

testWith({ vmagent })(
  "refused or answered with 500, vmagent keeps the targets it has, and learns of what changed soon after",
  async () => {
    const cluster = await startFaultyWays([{ kind: "connection-refused" }, status(500)], "vmagent");
    const clients = await startClients(cluster.ways);
    const all = cluster.pods.toSorted();
    await untilTargets("all targets found", clients, all);
    const answeredBefore = cluster.ways.map((way) => way.requests());
    await cluster.beginFaults();
    const [hidden = ""] = all;
    cluster.hide(hidden);
    await forAll(clients, ({ way, output }) => {
      const failure = new RegExp(`${way.listener}.*(connection refused|: 500; want 200)`);
      return until("the failure said", () => failure.test(output()), { describe: output });
    });
    for (const { targets } of clients) expect(await targets()).toEqual(all);
    await cluster.endFaults();
    const left = all.filter((pod) => pod !== hidden);
    await untilTargets("the change learnt", clients, left, () => recoverySeconds.vmagent);
    for (const [index, way] of cluster.ways.entries())
      expect(way.requests() - (answeredBefore[index] ?? 0)).toBeLessThan(mostRequests);
  },
  120_000,
);
