import type { VirtualMachineInstanceSpec } from "../objects/virtual-machine.ts";

const podNetworkName = "default";
const defaultBus = "sata";

/**
 * A VMI's spec with the devices that virt-api's webhook adds: a disk for each volume that has none, and an
 * interface to the pod network where no network is spoken of.
 *
 * Source: kubevirt pkg/defaults/defaults.go (setDefaultVolumeDisk) and pkg/network/vmispec
 * (SetDefaultNetworkInterface): the binding is bridge, which live migration does not bear.
 */
export function withDefaultDevices(spec: VirtualMachineInstanceSpec): VirtualMachineInstanceSpec {
  return withPodNetwork(withVolumeDisks(spec));
}

function withVolumeDisks(spec: VirtualMachineInstanceSpec): VirtualMachineInstanceSpec {
  const { devices } = spec.domain;
  const disks = devices.disks ?? [];
  const filesystems = (devices["filesystems"] ?? []) as readonly { readonly name: string }[];
  const attached = new Set([...disks, ...filesystems].map(({ name }) => name));
  const missing = (spec.volumes ?? []).filter(({ name }) => !attached.has(name));
  if (missing.length === 0) return spec;
  const added = missing.map(({ name }) => ({ name, disk: { bus: defaultBus } }));
  return withDevices(spec, { disks: [...disks, ...added] });
}

function withPodNetwork(spec: VirtualMachineInstanceSpec): VirtualMachineInstanceSpec {
  const { devices } = spec.domain;
  const spoken = (devices.interfaces ?? []).length + (spec.networks ?? []).length > 0;
  if (spoken || devices["autoattachPodInterface"] === false) return spec;
  return {
    ...withDevices(spec, { interfaces: [{ name: podNetworkName, bridge: {} }] }),
    networks: [{ name: podNetworkName, pod: {} }],
  };
}

function withDevices(
  spec: VirtualMachineInstanceSpec,
  added: Partial<VirtualMachineInstanceSpec["domain"]["devices"]>,
): VirtualMachineInstanceSpec {
  const { domain } = spec;
  return { ...spec, domain: { ...domain, devices: { ...domain.devices, ...added } } };
}
