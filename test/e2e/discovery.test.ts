import { expect } from "vitest";
import { startReadyKvsim } from "../support/kvsim.ts";
import { program, startPrometheus, startVmagent, testWith } from "../support/prometheus.ts";
import { until } from "../support/until.ts";

const prometheus = program("PROMETHEUS", "prometheus");
const vmagent = program("VMAGENT", "vmagent");

const job = "kubevirt-prometheus-metrics";
const quickstart = `
apiVersion: kvsim/v1
name: discovery
prometheus: {scrapeInterval: 2s}
nodes: 3
virtualMachines: 3
timeline:
  - {name: halt, at: 8s, stop: {vm: default/vm-0}}
  - {name: more, at: 8s, create: {name: late}}
`;

testWith({ prometheus })(
  "Prometheus finds all nine targets through Endpoints, with the operator's labels, and follows VMs that go and come",
  async () => {
    const kvsim = await startReadyKvsim(quickstart);
    const server = await startPrometheus(prometheus ?? "", `${kvsim.directory}/prometheus.yml`);
    const targets = async () => (await server.targets()).filter(({ labels }) => labels["job"] === job);
    await until(
      "nine targets up",
      async () => (await targets()).filter(({ health }) => health === "up").length === 9,
    );
    const { components } = await kvsim.cluster();
    const expected = components.map(({ kind, pod, address }) => ({
      container: kind,
      endpoint: "metrics",
      instance: address,
      job,
      namespace: "kubevirt",
      pod,
      service: "kubevirt-prometheus-metrics",
    }));
    const byPod = (a: Record<string, string>, b: Record<string, string>) =>
      (a["pod"] ?? "") < (b["pod"] ?? "") ? -1 : 1;
    expect((await targets()).map(({ labels }) => labels).sort(byPod)).toEqual(expected.sort(byPod));
    const names = async () =>
      (await server.query("count by (name) (kubevirt_vmi_memory_domain_bytes)"))
        .map(({ labels }) => labels["name"])
        .sort()
        .join();
    await until(
      "the created VM in, the stopped one stale",
      async () => (await names()) === "late,vm-1,vm-2",
      {
        seconds: 60,
      },
    );
    expect((await server.query("sum(kubevirt_virt_controller_leading_status)"))[0]?.value).toBe(1);
  },
  120_000,
);

testWith({ vmagent })(
  "vmagent finds the same nine targets with the same configuration",
  async () => {
    const kvsim = await startReadyKvsim(quickstart);
    const agent = await startVmagent(vmagent ?? "", `${kvsim.directory}/prometheus.yml`);
    await until("nine targets up", async () => (await agent.targetsUp(job)) === 9, {
      describe: agent.output,
      seconds: 60,
    });
  },
  90_000,
);
