import { expect } from "vitest";
import { startReadyKvsim, type KvsimUnderTest } from "../support/kvsim.ts";
import { ownMetrics } from "../support/own-metrics.ts";
import { program, startPrometheus, startVmagent, testWith } from "../support/prometheus.ts";
import { until } from "../support/until.ts";

const prometheus = program("PROMETHEUS", "prometheus");
const vmagent = program("VMAGENT", "vmagent");

const job = "kubevirt-prometheus-metrics";
const scenario = `
apiVersion: kvsim/v1
name: discovery-roles
prometheus: {scrapeInterval: 2s}
nodes: 3
virtualMachines: 3
`;

/** The labels of every target of the job once all nine are up, in order of pods. */
async function targetsWith(kvsim: KvsimUnderTest, config: string): Promise<Record<string, string>[]> {
  const server = await startPrometheus(prometheus ?? "", `${kvsim.directory}/${config}`);
  await until(
    `nine targets up with ${config}, and the simulator itself`,
    async () => {
      const up = (await server.targets()).filter(({ health }) => health === "up");
      const own = up.filter(({ labels }) => labels["job"] === "kvsim");
      return own.length === 1 && up.length - own.length === 9;
    },
    { seconds: 60, describe: server.output },
  );
  const found = (await server.targets())
    .map(({ labels }) => labels)
    .filter((labels) => labels["job"] === job);
  return found.sort((a, b) => ((a["pod"] ?? "") < (b["pod"] ?? "") ? -1 : 1));
}

testWith({ prometheus })(
  "Prometheus finds the same nine targets, with the same labels, through Endpoints, EndpointSlices and pods",
  async () => {
    const kvsim = await startReadyKvsim(scenario);
    const [byEndpoints, bySlices, byPods] = await Promise.all(
      ["prometheus.yml", "prometheus-endpointslice.yml", "prometheus-pod.yml"].map((config) =>
        targetsWith(kvsim, config),
      ),
    );
    expect(byEndpoints).toHaveLength(9);
    expect(bySlices).toEqual(byEndpoints);
    expect(byPods).toEqual(byEndpoints);
  },
  120_000,
);

testWith({ vmagent })(
  "vmagent finds all nine targets with its own configuration, read strictly; the simulator counts its scrapes",
  async () => {
    const kvsim = await startReadyKvsim(scenario);
    const { url } = (await kvsim.cluster()).control;
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const agent = await startVmagent(vmagent ?? "", `${kvsim.directory}/vmagent.yml`, { strict: true });
    const describe = agent.output;
    await until("nine targets up", async () => (await agent.targetsUp(job)) === 9, { describe, seconds: 60 });
    await until("the simulator up", async () => (await agent.targetsUp("kvsim")) === 1, { describe });
    await until("its scrapes counted", async () => {
      const own = await ownMetrics(url);
      return (own["kvsim_scrapes_total"] ?? 0) >= 9 && (own["kvsim_scraped_bytes_total"] ?? 0) > 9000;
    });
    const own = await ownMetrics(url);
    expect(own['kvsim_apiserver_requests_total{code="200"}']).toBeGreaterThan(9);
    expect(own["kvsim_render_duration_seconds_count"]).toBeGreaterThanOrEqual(9);
    expect(own["kvsim_store_events_total"]).toBeGreaterThan(100);
    expect(own["kvsim_apiserver_watches"]).toBeGreaterThan(9);
    expect(own["kvsim_apiserver_resident_memory_bytes"]).toBeGreaterThan(1e7);
    expect(own["kvsim_active_faults"]).toBe(0);
  },
  90_000,
);
