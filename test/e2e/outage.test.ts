import { join } from "node:path";
import { expect } from "vitest";
import { startReadyKvsim } from "../support/kvsim.ts";
import { program, startPrometheus, testWith } from "../support/prometheus.ts";
import { scrape } from "../support/scrape.ts";
import { until } from "../support/until.ts";
import { ledgerOf, unanswered } from "./support/ledger.ts";

const prometheus = program("PROMETHEUS", "prometheus");

const outage = `
apiVersion: kvsim/v1
name: outage
prometheus: {scrapeInterval: 2s}
nodes:
  - {name: a, replicas: 2, labels: {topology.kubernetes.io/zone: rack-a}}
  - {name: b, replicas: 1, labels: {topology.kubernetes.io/zone: rack-b}}
virtualMachines: 3
timeline:
  - name: outage
    at: 6s
    for: 15s
    fault: connection-refused
    from: {component: virt-handler, nodeSelector: {topology.kubernetes.io/zone: rack-a}}
    to: {component: apiserver}
  - at: outage+2s
    create: {name: late, nodeSelector: {kubernetes.io/hostname: a-0}}
`;

testWith({ prometheus })(
  "an apiserver outage is counted by those it concerns alone, as often as the ledger says; what they are to do waits, and it heals by itself",
  async () => {
    const kvsim = await startReadyKvsim(outage);
    const server = await startPrometheus(prometheus ?? "", join(kvsim.directory, "prometheus.yml"));
    const { components } = await kvsim.cluster();
    const cutOff = components.filter(({ kind, node }) => kind === "virt-handler" && node.startsWith("a-"));
    expect(cutOff).toHaveLength(2);
    const errors = 'sum by (pod) (kubevirt_rest_client_requests_total{code="<error>"})';
    await until("errors counted by both virt-handlers of rack a", async () => {
      const counted = await server.query(errors);
      return counted.filter(({ value }) => value > 5).length === 2;
    });
    await until("the listeners open again", async () =>
      (await ledgerOf(kvsim)).some(({ what }) => what === "listener-opened"),
    );
    const counted = async (address: string) =>
      (await scrape(address))
        .filter(
          ({ name, labels }) =>
            name === "kubevirt_rest_client_requests_total" && labels["code"] === "<error>",
        )
        .reduce((sum, { value }) => sum + value, 0);
    for (const { pod, address, kind, node } of components) {
      if (cutOff.some((other) => other.pod === pod)) {
        await until(`${pod} counts what the ledger says`, async () => {
          const said = unanswered(await ledgerOf(kvsim), pod);
          return said > 0 && (await counted(address)) === said;
        });
      } else {
        expect([kind, node, await counted(address)]).toEqual([kind, node, 0]);
      }
    }
    const watches = async (address: string) =>
      (await scrape(address))
        .filter(({ name, labels }) => name.endsWith("requests_total") && labels["verb"] === "WATCH")
        .filter(({ labels }) => labels["code"] === "200" && labels["resource"] === "virtualmachineinstances")
        .reduce((sum, { value }) => sum + value, 0);
    for (const { pod, address } of cutOff) {
      // Three informers watch VMIs: once at the start, and once again after the outage.
      await until(`the watches of ${pod} established again`, async () => (await watches(address)) >= 6);
    }
    // It was made 13 s before the outage ended, and could not be started before that.
    const started = 'kubevirt_vmi_phase_transition_time_from_creation_seconds_sum{phase="Running"}';
    await until("the VM of the outage runs", async () => (await server.query(started)).length === 1);
    expect((await server.query(started))[0]?.value).toBeGreaterThanOrEqual(12);
    expect((await server.query("min(min_over_time(up[1m]))"))[0]?.value).toBe(1);
    expect((await server.query("max_over_time(kvsim_active_faults[5m])"))[0]?.value).toBe(1);
    expect((await server.query("kvsim_active_faults"))[0]?.value).toBe(0);
  },
  120_000,
);
