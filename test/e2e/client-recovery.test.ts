import { expect } from "vitest";
import {
  program,
  startPrometheus,
  startVmagent,
  testWith,
  type PrometheusUnderTest,
} from "../support/prometheus.ts";
import { until } from "../support/until.ts";
import { startFaultyWays, type Way, type WayFault } from "./support/recovery.ts";

const prometheus = program("PROMETHEUS", "prometheus");
const vmagent = program("VMAGENT", "vmagent");

/** How long clients were seen to need after an outage of 20 s; these are shorter. */
const recoverySeconds = { prometheus: 45, vmagent: 41 };
/**
 * What a client asks in a minute of trying again with back-off: three resources, each a few times, each time a
 * list and a watch. A storm is a thousand in a second.
 */
const mostRequests = 60;

/** The pods behind a client's targets, in order. */
function podsOf(targets: readonly { labels: Record<string, string> }[]): string[] {
  return targets.flatMap(({ labels }) => labels["pod"] ?? []).sort();
}

/** Does a thing for all at once; an error says for which. */
async function forAll<C extends { readonly way: Way }>(
  clients: readonly C[],
  what: (client: C) => Promise<void>,
): Promise<void> {
  await Promise.all(
    clients.map(async (client) => {
      try {
        await what(client);
      } catch (error) {
        throw new Error(`under ${client.way.name}`, { cause: error });
      }
    }),
  );
}

/** How many requests of its discovery Prometheus counted, whatever came of them. */
async function requestsOf({ url }: PrometheusUnderTest): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
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
    const clients = await Promise.all(
      ways.map(async (way) => ({ way, server: await startPrometheus(prometheus ?? "", way.configFile) })),
    );
    const targets = async (server: PrometheusUnderTest) => podsOf(await server.targets());
    const all = pods.toSorted();
    await forAll(clients, ({ server }) =>
      until("all targets found", async () => (await targets(server)).join() === all.join(), {
        describe: server.output,
      }),
    );
    const before = await Promise.all(clients.map(({ server }) => requestsOf(server)));
    const answeredBefore = cluster.requests();
    await cluster.beginFaults();
    const [hidden = ""] = all;
    cluster.hide(hidden);
    await forAll(clients, async ({ way, server }) => {
      await until("the fault at work", () => way.ledger().length > 0);
      const index = ways.indexOf(way);
      if (index >= failing.length) return;
      await until("asked again", async () => (await requestsOf(server)) >= (before[index] ?? 0) + 6, {
        describe: server.output,
      });
    });
    await forAll(clients, async ({ way, server }) => {
      // What comes late does come.
      if (!way.name.startsWith("latency")) expect(await targets(server)).toEqual(all);
    });
    await cluster.endFaults();
    const left = all.filter((pod) => pod !== hidden);
    await forAll(clients, async ({ way, server }) => {
      await until("the change learnt", async () => (await targets(server)).join() === left.join(), {
        seconds: recoverySeconds.prometheus,
        describe: server.output,
      });
      const asked = (await requestsOf(server)) - (before[ways.indexOf(way)] ?? 0);
      expect(asked).toBeLessThan(mostRequests);
    });
    expect(cluster.requests() - answeredBefore).toBeLessThan(mostRequests * clients.length);
  },
  120_000,
);

testWith({ vmagent })(
  "refused or answered with 500, vmagent keeps the targets it has, and learns of what changed soon after",
  async () => {
    const cluster = await startFaultyWays([{ kind: "connection-refused" }, status(500)], "vmagent");
    const clients = await Promise.all(
      cluster.ways.map(async (way) => ({ way, agent: await startVmagent(vmagent ?? "", way.configFile) })),
    );
    const all = cluster.pods.toSorted();
    const knows = (pods: readonly string[], what: string, seconds: number) =>
      forAll(clients, ({ agent }) =>
        until(what, async () => podsOf(await agent.targets()).join() === pods.join(), {
          seconds,
          describe: agent.output,
        }),
      );
    await knows(all, "all targets found", 30);
    const answeredBefore = cluster.requests();
    await cluster.beginFaults();
    const [hidden = ""] = all;
    cluster.hide(hidden);
    await forAll(clients, ({ way, agent }) => {
      const failure = new RegExp(`${way.listener}.*(connection refused|: 500; want 200)`);
      return until("the failure said", () => failure.test(agent.output()), { describe: agent.output });
    });
    for (const { agent } of clients) expect(podsOf(await agent.targets())).toEqual(all);
    await cluster.endFaults();
    await knows(
      all.filter((pod) => pod !== hidden),
      "the change learnt",
      recoverySeconds.vmagent,
    );
    expect(cluster.requests() - answeredBefore).toBeLessThan(mostRequests * clients.length);
  },
  120_000,
);
