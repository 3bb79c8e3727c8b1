import type { Domain } from "../../sim/model/domain.ts";
import { startDomain } from "../../sim/model/domain-life.ts";
import type { Draft } from "../../sim/store/object.ts";
import {
  virtualMachineInstanceKind,
  type InstancePhase,
  type VirtualMachineInstance,
} from "../../sim/store/objects/virtual-machine.ts";
import { SmallCluster, type TestedComponent } from "./small-cluster.ts";

export function instanceDraft(name: string, phase: InstancePhase): Draft<VirtualMachineInstance> {
  return {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachineInstance",
    metadata: { name, namespace: "default", labels: { "kubevirt.io/nodeName": "node01", app: name } },
    spec: { domain: { devices: {} } },
    status: { phase, nodeName: "node01" },
  };
}

export function domainOf({ metadata }: VirtualMachineInstance): Domain {
  return startDomain({
    uid: metadata.uid,
    namespace: "default",
    name: metadata.name,
    nodeName: "node01",
    startSeconds: -100,
    vcpus: 1,
    memoryBytes: 2 ** 30,
    disks: [{ alias: "rootdisk", device: "vda", capacityBytes: 2 ** 33 }],
    interfaces: [{ alias: "default", device: "vnet0" }],
    guestAgent: false,
    hostCpus: 8,
    workload: { type: "idle", parameters: {} },
  });
}

/** A virt-handler on node01 that has been ready for a while, and a VMI `a` that runs there. */
export async function handler(options: ConstructorParameters<typeof SmallCluster>[0] = {}) {
  const cluster = new SmallCluster(options);
  const vmi = cluster.store.create(virtualMachineInstanceKind, instanceDraft("a", "Running"));
  const tested = cluster.start("virt-handler", "virt-handler-a");
  tested.component.hear({ changed: [domainOf(vmi)], removed: [] });
  await cluster.clock.advance(10);
  return { cluster, tested, vmi };
}

export function scrapeInto(tested: TestedComponent) {
  return tested.component.handle({ method: "GET", path: "/metrics", headers: {} });
}
