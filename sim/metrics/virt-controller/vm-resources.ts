import { parseQuantity } from "../../model/quantity.ts";
import type { ObjectSample } from "../object-families.ts";
import type { InstanceSpec } from "./objects.ts";

type Owner = { readonly name: string; readonly namespace: string };

/** What a VM asks for: by each place in its spec that says so, and what its guest effectively gets. */
export function requestSamples(owner: Owner, { domain }: InstanceSpec): readonly ObjectSample[] {
  const requests = domain.resources?.requests ?? {};
  const sample = (resource: string, unit: string, source: string, value: number | undefined) =>
    value === undefined || value === 0
      ? []
      : [{ name: "kubevirt_vm_resource_requests", labels: { ...owner, resource, unit, source }, value }];
  const requestedMemory = parseQuantity(requests["memory"]);
  const guestMemory = parseQuantity(domain.memory?.guest);
  const requestedCpu = parseQuantity(requests["cpu"]);
  const { cpu } = domain;
  const isDefault = cpu === undefined && !requestedCpu;
  const ofTopology = (value: number | undefined) => (isDefault ? 1 : value);
  const source = isDefault ? "default" : "domain";
  return [
    ...sample("memory", "bytes", "domain", requestedMemory),
    ...sample("memory", "bytes", "guest", guestMemory),
    ...sample("memory", "bytes", "hugepages", parseQuantity(domain.memory?.hugepages?.pageSize)),
    ...sample("memory", "bytes", "guest_effective", guestMemory ?? requestedMemory),
    ...sample("cpu", "cores", source, ofTopology(cpu?.cores)),
    ...sample("cpu", "threads", source, ofTopology(cpu?.threads)),
    ...sample("cpu", "sockets", source, ofTopology(cpu?.sockets)),
    ...sample("cpu", "cores", "requests", requestedCpu),
    ...sample("cpu", "cores", "guest_effective", vcpusOf(cpu, requestedCpu)),
  ];
}

/** What a VM is limited to. */
export function limitSamples(owner: Owner, { domain }: InstanceSpec): readonly ObjectSample[] {
  const limits = domain.resources?.limits ?? {};
  const sample = (resource: string, unit: string) => {
    const value = parseQuantity(limits[resource]);
    if (value === undefined || value === 0) return [];
    return [{ name: "kubevirt_vm_resource_limits", labels: { ...owner, resource, unit }, value }];
  };
  return [...sample("memory", "bytes"), ...sample("cpu", "cores")];
}

/** vCPUs of the guest: of its topology, else as many as cover the CPUs requested, else one. */
function vcpusOf(cpu: InstanceSpec["domain"]["cpu"], requestedCpu: number | undefined): number {
  if (cpu !== undefined) return (cpu.cores ?? 1) * (cpu.sockets ?? 1) * (cpu.threads ?? 1);
  return Math.max(1, Math.ceil(requestedCpu ?? 1));
}
