import type { Manifest, Scenario, VirtualMachineRef } from "./scenario.ts";

/** All VMs that are there from the start, whichever way the scenario declares them. */
export function machinesOf({
  virtualMachines,
  manifests,
}: Pick<Scenario, "virtualMachines" | "manifests">): readonly VirtualMachineRef[] {
  return [...virtualMachines, ...machinesAmong(manifests)];
}

/** The VMs among Kubernetes objects. */
export function machinesAmong(objects: readonly Manifest[]): VirtualMachineRef[] {
  return objects
    .filter(isMachine)
    .map(({ metadata: { namespace = "default", name } }) => ({ namespace, name }));
}

export function isMachine({ apiVersion, kind }: Manifest): boolean {
  return kind === "VirtualMachine" && apiVersion.startsWith("kubevirt.io/");
}
