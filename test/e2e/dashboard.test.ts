import { loadDashboard, queriesOf } from "../support/dashboard.ts";
import { startReadyKvsim } from "../support/kvsim.ts";
import { program, startPrometheus, testWith } from "../support/prometheus.ts";
import { until } from "../support/until.ts";

const prometheus = program("PROMETHEUS", "prometheus");

/** Everything that the dashboard shows happens in it: a migration, an outage, a crash. */
const scenario = `
nodes: 2
virtualMachines:
  - { name: web, namespace: shop, replicas: 2, workload: web }
  - { name: db, namespace: shop, memory: { guest: 8Gi }, workload: { type: database, dirtyRate: 200Mi } }
prometheus: { scrapeInterval: 2s }
duration: 10m
timeline:
  - { at: 12s, every: 20s, migrate: { vm: shop/db } }
  - { at: 5s, for: 9m, fault: http-status, from: { component: virt-handler, node: node02 }, to: { component: apiserver }, status: 500, probability: 0.3 }
  - { at: 6s, crash: { component: virt-api } }
`;

/** No migration of this scenario fails. */
const empty = new Set(["count(kubevirt_vmi_migration_failed)"]);

/** As Grafana fills it in, everything chosen; over ten scrapes instead of four, for a machine that is busy. */
function filledIn(expr: string): string {
  return expr.replaceAll("$__rate_interval", "10s").replaceAll(/\$(namespace|node)\b/g, ".*");
}

testWith({ prometheus })(
  "every panel of the dashboard shows something while what it is about happens",
  async () => {
    const kvsim = await startReadyKvsim(scenario);
    const server = await startPrometheus(prometheus ?? "", `${kvsim.directory}/prometheus.yml`);
    const dashboard = await loadDashboard();
    const waiting = new Map(
      queriesOf(dashboard)
        .filter(({ expr }) => !empty.has(expr))
        .map(({ panel, expr }) => [filledIn(expr), panel]),
    );
    await until(
      "data in every panel",
      async () => {
        for (const query of waiting.keys()) {
          const found = await server.query(query);
          if (found.some(({ value }) => !Number.isNaN(value))) waiting.delete(query);
        }
        return waiting.size === 0;
      },
      { seconds: 120, describe: () => [...waiting].map(([query, panel]) => `${panel}: ${query}`).join("\n") },
    );
  },
  200_000,
);
