import type { Scenario, VirtualMachineSpec } from "../../sim/scenario/scenario.ts";

/** A VM as the loader would hand it on, with whatever the test cares about. */
export function virtualMachine(name: string, more: Partial<VirtualMachineSpec> = {}): VirtualMachineSpec {
  return {
    namespace: "default",
    name,
    labels: {},
    runStrategy: "Always",
    cpu: { cores: 1, sockets: 1, threads: 1 },
    memoryBytes: 2 ** 30,
    disks: [{ name: "rootdisk", capacityBytes: 30 * 2 ** 30 }],
    interfaces: [{ name: "default" }],
    guestAgent: true,
    nodeSelector: {},
    workload: { type: "idle", parameters: {} },
    uptimeSeconds: 3600,
    ...more,
  };
}

/** A scenario of three nodes, without VMs and timeline unless the test gives some. */
export function scenario(more: Partial<Scenario> = {}): Scenario {
  return {
    name: "test",
    description: "",
    seed: 1,
    durationSeconds: undefined,
    kubevirt: {
      version: "v1.9",
      monitorNamespace: "monitoring",
      monitorAccount: "prometheus-k8s",
      platform: "kubernetes",
    },
    prometheus: { scrapeIntervalSeconds: 30, evaluationIntervalSeconds: 30, ruleFiles: [] },
    kubeStateMetrics: false,
    nodes: ["node01", "node02", "node03"].map((name, index) => ({
      name,
      labels: { "topology.kubernetes.io/zone": index === 0 ? "rack-a" : "rack-b" },
      cpus: 8,
      memoryBytes: 32 * 2 ** 30,
    })),
    virtualMachines: [],
    manifests: [],
    timeline: [],
    ...more,
  };
}
