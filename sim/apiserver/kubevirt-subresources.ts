import type { Kind } from "../store/kinds.ts";
import { virtualMachineInstanceKind, virtualMachineKind } from "../store/objects/virtual-machine.ts";
import type { Resource } from "./resource.ts";
import type { Subresource } from "./subresources.ts";

export const virtApiGroup = "subresources.kubevirt.io";
const versions = ["v1", "v1alpha3"];

const asking = (name: string): Subresource => ({ name, verbs: ["update"] });
const reading = (name: string): Subresource => ({ name, verbs: ["get"] });

const hotplug = ["addvolume", "removevolume"];
const ofMachines = ["start", "stop", "restart", "migrate", "memorydump", "removememorydump", ...hotplug].map(
  asking,
);
const ofInstances = [
  ...["pause", "unpause", "freeze", "unfreeze", "softreboot", "reset", ...hotplug].map(asking),
  ...["console", "portforward", "usbredir", "vnc", "vsock"].map(reading),
  ...["guestosinfo", "userlist", "filesystemlist"].map(reading),
];

/** What virt-api serves as an API group of its own: the parts of VMs and VMIs that virtctl asks for. */
export const kubeVirtSubresources: readonly Resource[] = versions.flatMap((version) => [
  partsOf(virtualMachineKind, version, [...ofMachines, reading("portforward")]),
  partsOf(virtualMachineInstanceKind, version, ofInstances),
]);

function partsOf(kind: Kind, version: string, subresources: readonly Subresource[]): Resource {
  return {
    kind,
    group: virtApiGroup,
    version,
    apiVersion: `${virtApiGroup}/${version}`,
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
