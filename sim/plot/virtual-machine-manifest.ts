import type { VirtualMachineSpec } from "../scenario/scenario.ts";
import type { Draft } from "../store/object.ts";
import {
  guestAgentAnnotation,
  workloadAnnotation,
  type VirtualMachine,
} from "../store/objects/virtual-machine.ts";
import { formatBytes } from "../store/quantity.ts";

/** The VirtualMachine that a user would write for this entry of a scenario. */
export function virtualMachineManifest(vm: VirtualMachineSpec): Draft<VirtualMachine> {
  const claimName = (disk: string) => `${vm.name}-${disk}`;
  return {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachine",
    metadata: { name: vm.name, namespace: vm.namespace, labels: { ...vm.labels } },
    spec: {
      runStrategy: vm.runStrategy,
      dataVolumeTemplates: vm.disks.map((disk) => ({
        metadata: { name: claimName(disk.name) },
        spec: {
          source: { blank: {} },
          storage: {
            ...(disk.accessMode === undefined ? {} : { accessModes: [disk.accessMode] }),
            resources: { requests: { storage: formatBytes(disk.capacityBytes) } },
          },
        },
      })),
      template: {
        metadata: {
          labels: { "kubevirt.io/vm": vm.name, ...vm.labels },
          annotations: {
            [workloadAnnotation]: JSON.stringify(vm.workload),
            ...(vm.guestAgent ? {} : { [guestAgentAnnotation]: "false" }),
          },
        },
        spec: {
          architecture: "amd64",
          domain: {
            cpu: vm.cpu,
            memory: { guest: formatBytes(vm.memoryBytes) },
            machine: { type: "pc-q35-rhel9.6.0" },
            devices: {
              disks: vm.disks.map(({ name }) => ({ name, disk: { bus: "virtio" } })),
              interfaces: vm.interfaces.map(({ name }, index) => ({
                name,
                model: "virtio",
                ...(index === 0 ? { masquerade: {} } : { bridge: {} }),
              })),
            },
          },
          evictionStrategy: "LiveMigrate",
          networks: vm.interfaces.map(({ name }, index) => ({
            name,
            ...(index === 0 ? { pod: {} } : { multus: { networkName: name } }),
          })),
          ...(Object.keys(vm.nodeSelector).length === 0 ? {} : { nodeSelector: { ...vm.nodeSelector } }),
          terminationGracePeriodSeconds: 180,
          volumes: vm.disks.map(({ name }) => ({ name, dataVolume: { name: claimName(name) } })),
        },
      },
    },
  };
}
