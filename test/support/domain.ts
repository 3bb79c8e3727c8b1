import type { Domain, DomainFacts } from "../../sim/model/domain.ts";
import { startDomain } from "../../sim/model/domain-life.ts";
import type { Instance } from "../../sim/metrics/virt-handler/instance.ts";

/** A guest of two vCPUs that has run for an hour, with whatever the test cares about. */
export function domain(name: string, more: Partial<DomainFacts> = {}): Domain {
  return startDomain({
    uid: `uid-${name}`,
    namespace: "default",
    name,
    nodeName: "node01",
    startSeconds: -3600,
    vcpus: 2,
    memoryBytes: 2 * 2 ** 30,
    disks: [
      { alias: "rootdisk", device: "vda", capacityBytes: 30 * 2 ** 30 },
      { alias: "cloudinitdisk", device: "vdb", capacityBytes: 2 ** 20 },
    ],
    interfaces: [{ alias: "default", device: "vnet0" }],
    guestAgent: true,
    hostCpus: 8,
    workload: { type: "web", parameters: {} },
    ...more,
  });
}

/** What the virt-handler's informer knows of it. */
export function instance(name: string, more: Partial<Instance> = {}): Instance {
  return {
    uid: `uid-${name}`,
    namespace: "default",
    name,
    labels: { "kubevirt.io/nodeName": "node01", app: "web" },
    phase: "Running",
    ...more,
  };
}
