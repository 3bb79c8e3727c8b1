import { once } from "node:events";
import net from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startControlServer } from "../../../sim/cluster/control/control-server.ts";
import type { ClusterNow } from "../../../sim/cluster/control/cluster-now.ts";
import { noStats } from "../../../sim/cluster/process-stats.ts";
import { ScrapeCounter } from "../../../sim/cluster/scrape-counter.ts";
import type { OwnFigures } from "../../../sim/cluster/control/own-metrics.ts";
import { ownMetrics } from "../../support/own-metrics.ts";

type Changeable<T> = { -readonly [K in keyof T]: T[K] };

function figuresAtFirst(): Changeable<OwnFigures> {
  return {
    stats: noStats,
    apiserverStats: undefined,
    restarts: new Map([["virt-handler", 0]]),
    activeFaults: 0,
  };
}

async function startServer(
  figures: OwnFigures,
  trouble: () => string | undefined = () => undefined,
  now: () => ClusterNow | undefined = () => undefined,
) {
  const server = await startControlServer({ address: { ip: "127.0.0.1", port: 0 }, figures, now, trouble });
  onTestFinished(() => server.close());
  return server;
}

test("a scrape shows the figures as they are then", async () => {
  const figures = figuresAtFirst();
  const { url } = await startServer(figures);
  expect(await ownMetrics(url)).toMatchObject({
    kvsim_scrapes_total: 0,
    'kvsim_component_restarts_total{component="virt-handler"}': 0,
    kvsim_active_faults: 0,
  });
  const counter = new ScrapeCounter(
    (stats) => (figures.stats = { ...stats, scrapes: 12, scrapedBytes: 34_000 }),
  );
  for (const seconds of [0.0002, 0.003, 7]) counter.noteRender(seconds);
  counter.note({ method: "GET", path: "/metrics", headers: {} }, { status: 200, headers: {}, body: "" });
  counter.tell();
  figures.restarts = new Map([["virt-handler", 2]]);
  figures.activeFaults = 1;
  figures.apiserverStats = {
    requests: new Map([
      ["200", 5],
      ["403", 1],
    ]),
    timelineEvents: 3,
    storeEvents: 4000,
    watches: 7,
    residentMemoryBytes: 1e8,
    eventLoopLagSeconds: 0.25,
  };
  expect(await ownMetrics(url)).toMatchObject({
    kvsim_scrapes_total: 12,
    kvsim_scraped_bytes_total: 34_000,
    'kvsim_component_restarts_total{component="virt-handler"}': 2,
    kvsim_active_faults: 1,
    'kvsim_apiserver_requests_total{code="200"}': 5,
    'kvsim_apiserver_requests_total{code="403"}': 1,
    'kvsim_render_duration_seconds_bucket{le="0.0001"}': 0,
    'kvsim_render_duration_seconds_bucket{le="0.00025"}': 1,
    'kvsim_render_duration_seconds_bucket{le="1"}': 2,
    'kvsim_render_duration_seconds_bucket{le="+Inf"}': 3,
    kvsim_render_duration_seconds_count: 3,
    kvsim_render_duration_seconds_sum: 7.0032,
    kvsim_timeline_events_total: 3,
    kvsim_store_events_total: 4000,
    kvsim_apiserver_watches: 7,
    kvsim_apiserver_resident_memory_bytes: 1e8,
    kvsim_apiserver_eventloop_lag_seconds: 0.25,
  });
});

test("what the apiserver has not told yet is not shown as 0; the process shows its own memory and event loop", async () => {
  const { url } = await startServer(figuresAtFirst());
  const names = Object.keys(await ownMetrics(url));
  expect(names.filter((name) => name.startsWith("kvsim_apiserver"))).toEqual([]);
  expect(names).toEqual(
    expect.arrayContaining(["process_resident_memory_bytes", "nodejs_eventloop_lag_seconds"]),
  );
});

test("two servers in one process count for themselves", async () => {
  const first = await startServer({ ...figuresAtFirst(), activeFaults: 1 });
  const second = await startServer({ ...figuresAtFirst(), activeFaults: 2 });
  const faults = async ({ url }: { url: string }) => (await ownMetrics(url))["kvsim_active_faults"];
  expect([await faults(first), await faults(second)]).toEqual([1, 2]);
});

test("its health is the trouble there is", async () => {
  let trouble: string | undefined = "starting";
  const { url } = await startServer(figuresAtFirst(), () => trouble);
  const health = async () => {
    const response = await fetch(`${url}/healthz`);
    return [response.status, await response.text()];
  };
  expect(await health()).toEqual([503, "starting\n"]);
  trouble = undefined;
  expect(await health()).toEqual([200, "ok\n"]);
});

test("what goes on is told once it is known", async () => {
  const told: { now?: ClusterNow } = {};
  const { url } = await startServer(
    figuresAtFirst(),
    () => "starting",
    () => told.now,
  );
  const status = async () => {
    const response = await fetch(`${url}/status`);
    return [response.status, await response.json()];
  };
  expect(await status()).toEqual([503, { problem: "starting" }]);
  told.now = { t: 3, componentsReady: 8, componentsWanted: 9, runningInstances: 2, activeFaults: [] };
  expect(await status()).toEqual([200, told.now]);
});

test("another path is told which there are", async () => {
  const { url } = await startServer(figuresAtFirst());
  const response = await fetch(`${url}/`);
  expect([response.status, await response.text()]).toEqual([
    404,
    "/: there are /metrics, /healthz and /status\n",
  ]);
});

test("an address that is taken is named", async () => {
  const taken = net.createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as net.AddressInfo;
  await expect(
    startControlServer({
      address: { ip: "127.0.0.1", port },
      figures: figuresAtFirst(),
      now: () => undefined,
      trouble: () => undefined,
    }),
  ).rejects.toThrow(`cannot listen on 127.0.0.1:${port}`);
});
