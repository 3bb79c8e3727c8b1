import { expect } from "vitest";
import { testWith } from "../support/prometheus.ts";
import { until } from "../support/until.ts";
import { prometheus, startClients, untilTargets, vmagent } from "./support/discovering-clients.ts";
import { startFaultyWays, type ClientName, type WayFault } from "./support/recovery.ts";

/** Seen: under 10 s, half of which is how often a client looks at what it knows. Twice that on a busy machine. */
const recoverySeconds = 20;
/** Three resources, each listed and watched a few times. */
const mostRequests = 30;

/** What befalls open watches, and which clients ask for all there is after it rather than go on where they were. */
const interruptions: readonly (WayFault & { readonly listing: readonly ClientName[] })[] = [
  { kind: "watch-closed", listing: [] },
  { kind: "connection-reset", settings: { persist: false }, listing: ["vmagent"] },
  { kind: "watch-truncated", listing: ["vmagent"] },
  { kind: "garbage-line", listing: ["Prometheus", "vmagent"] },
  { kind: "watch-error", settings: { status: 410 }, listing: ["Prometheus", "vmagent"] },
  { kind: "watch-error", settings: { status: 500 }, listing: ["Prometheus", "vmagent"] },
];

testWith({ prometheus, vmagent })(
  "after every kind of interruption of their watches clients go on, listing anew only where they have to",
  async () => {
    const cluster = await startFaultyWays(interruptions, "Prometheus", "vmagent");
    const { pods, ways } = cluster;
    const clients = await startClients(ways);
    await untilTargets("all targets found", clients, pods);
    const before = ways.map((way) => ({ requests: way.requests(), lists: way.lists() }));
    await cluster.beginFaults();
    await until("every watch interrupted", () => ways.every((way) => way.ledger().length > 0));
    // One that goes on for ever would strike what the clients begin now.
    await cluster.endFaults();
    const [hidden = ""] = pods;
    cluster.hide(hidden);
    const left = pods.filter((pod) => pod !== hidden);
    await untilTargets("the change learnt", clients, left, () => recoverySeconds);
    const listed = ways.map((way, index) => [way.name, way.lists() > (before[index]?.lists ?? 0)]);
    expect(listed).toEqual(
      interruptions.flatMap(({ listing }, row) =>
        (["Prometheus", "vmagent"] as const).map((client, column) => [
          ways[2 * row + column]?.name,
          listing.includes(client),
        ]),
      ),
    );
    for (const [index, way] of ways.entries())
      expect([way.name, way.requests() - (before[index]?.requests ?? 0) < mostRequests]).toEqual([
        way.name,
        true,
      ]);
  },
  120_000,
);

testWith({ prometheus, vmagent })(
  "empty lists, and nothing else, take targets away; after a lost history clients list anew",
  async () => {
    const cluster = await startFaultyWays(
      [{ kind: "empty-list", settings: { path: "/endpoints" } }, { kind: "watch-closed" }],
      "Prometheus",
      "vmagent",
    );
    const { pods, ways } = cluster;
    const clients = await startClients(ways);
    await untilTargets("all targets found", clients, pods);
    const before = ways.map((way) => ({ requests: way.requests(), lists: way.lists() }));
    const emptied = clients.slice(0, 2);
    const [hidden = ""] = pods;
    const left = pods.filter((pod) => pod !== hidden);
    cluster.compact();
    await cluster.beginFaults();
    cluster.hide(hidden);
    await untilTargets("no targets", emptied, []);
    await cluster.endFaults();
    await untilTargets("the targets there are", clients, left, () => recoverySeconds);
    for (const [index, way] of ways.entries()) {
      const { requests, lists } = before[index] ?? { requests: 0, lists: 0 };
      expect([way.name, way.lists() > lists, way.requests() - requests < mostRequests]).toEqual([
        way.name,
        true,
        true,
      ]);
    }
  },
  120_000,
);
