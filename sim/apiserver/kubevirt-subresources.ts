import type { Kind } from "../store/kinds.ts";
import { virtualMachineInstanceKind, virtualMachineKind } from "../store/objects/virtual-machine.ts";
import type { Resource } from "./resource.ts";
import type { Subresource } from "./subresources.ts";

const group = "subresources.kubevirt.io";
const versions = ["v1", "v1alpha3"];

const asking = (name: string): Subresource => ({ name, verbs: ["update"] });
const reading = (name: string): Subresource => ({ name, verbs: ["get"] });

const ofMachines = ["start", "stop", "restart", "migrate"].map(asking);
const ofInstances = [
  ...["pause", "unpause"].map(asking),
  ...["console", "portforward", "usbredir", "vnc", "vsock", "guestosinfo"].map(reading),
];

/** What virt-api serves as an API group of its own: the parts of VMs and VMIs that virtctl asks for. */
export const kubeVirtSubresources: readonly Resource[] = versions.flatMap((version) => [
  partsOf(virtualMachineKind, version, [...ofMachines, reading("portforward")]),
  partsOf(virtualMachineInstanceKind, version, ofInstances),
]);

function partsOf(kind: Kind, version: string, subresources: readonly Subresource[]): Resource {
  return {
    kind,
    group,
    version,
    apiVersion: `${group}/${version}`,
    custom: true,
    userDefined: false,
    review: false,
    verbs: [],
    subresources,
    scale: undefined,
    columns: [],
    structure: undefined,
  };
}
