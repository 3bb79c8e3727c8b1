import type { Domain } from "../sim/model/domain.ts";
import { startDomain } from "../sim/model/domain-life.ts";
import type { Family, SampleWriter } from "../sim/metrics/family.ts";
import { DomainFamilies } from "../sim/metrics/virt-handler/domain-families.ts";

/** Series of one guest. */
export const seriesPerVmi = 47;

const workloads = ["web", "database", "batch", "idle"] as const;

/** What one virt-handler would report of `vmis` guests, each with two vCPUs, a disk, an interface and an agent. */
export function buildHandler(vmis: number): DomainFamilies {
  const handler = new DomainFamilies({ version: "v1.9", seed: 1, nodeName: "node01" });
  for (let index = 0; index < vmis; index++) addGuest(handler, index);
  return handler;
}

/** Tells the handler of a guest and its VMI, new or once more. */
export function addGuest(handler: DomainFamilies, index: number): void {
  const domain = domainOf(index);
  handler.setDomain(domain);
  handler.setInstance({
    uid: domain.uid,
    namespace: domain.namespace,
    name: domain.name,
    labels: { "kubevirt.io/nodeName": "node01", "kubevirt.io/domain": domain.name, app: "web" },
    phase: "Running",
  });
}

function domainOf(index: number): Domain {
  return startDomain({
    uid: `uid-${index}`,
    namespace: "default",
    name: `vm-${index}`,
    nodeName: "node01",
    startSeconds: -3600,
    vcpus: 2,
    memoryBytes: 4 * 2 ** 30,
    disks: [{ alias: "rootdisk", device: "vda", capacityBytes: 30 * 2 ** 30 }],
    interfaces: [{ alias: "default", device: "tap0" }],
    guestAgent: true,
    hostCpus: 32,
    workload: { type: workloads[index % workloads.length] ?? "web", parameters: {} },
  });
}

/** Takes the values of families, in the order of the page, and leaves the text. */
export class ValueRecorder implements SampleWriter {
  readonly values: number[] = [];

  lastLabel(): void {
    // See text.
  }

  text(): void {
    // Another library renders these values.
  }

  value(value: number): void {
    this.values.push(value);
  }

  valueAt(value: number): void {
    this.values.push(value);
  }

  record(families: readonly Family[], t: number): readonly number[] {
    this.values.length = 0;
    for (const family of families) family.append(this, t);
    return this.values;
  }
}
