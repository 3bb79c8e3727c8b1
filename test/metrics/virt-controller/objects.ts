import type { Instance, Machine, Migration } from "../../../sim/metrics/virt-controller/objects.ts";

const spec: Instance["spec"] = {
  domain: {
    cpu: { cores: 2, sockets: 1, threads: 1 },
    memory: { guest: "4Gi" },
    machine: { type: "pc-q35-rhel9.6.0" },
    resources: { requests: { memory: "4Gi" }, limits: { cpu: "2", memory: "5Gi" } },
    devices: {
      interfaces: [
        { name: "default", model: "virtio", masquerade: {} },
        { name: "storage", binding: { name: "passt" } },
        { name: "unconnected", bridge: {} },
      ],
    },
  },
  networks: [
    { name: "default", pod: {} },
    { name: "storage", multus: { networkName: "storage-net" } },
  ],
  volumes: [
    { name: "rootdisk", dataVolume: { name: "web-rootdisk" } },
    { name: "data", persistentVolumeClaim: { claimName: "web-data" } },
    { name: "cloudinit", cloudInitNoCloud: {} },
  ],
};

/** A running VMI of a VM, with a guest agent. */
export function vmi(
  more: Partial<Instance["status"]> = {},
  moreSpec: Partial<Instance["spec"]> = {},
): Instance {
  return {
    metadata: {
      name: "web",
      namespace: "shop",
      creationTimestamp: "2026-07-01T10:00:00Z",
      labels: { "kubevirt.io/nodeName": "node01" },
      annotations: {
        "vm.kubevirt.io/os": "fedora",
        "kubevirt.io/cluster-instancetype-name": "u1.medium",
        "kubevirt.io/preference-name": "homemade",
      },
    },
    spec: { ...spec, evictionStrategy: "LiveMigrate", ...moreSpec },
    status: {
      phase: "Running",
      nodeName: "node01",
      conditions: [{ type: "LiveMigratable", status: "True" }],
      interfaces: [
        { name: "default", interfaceName: "eth0", ipAddress: "10.244.1.7" },
        { interfaceName: "lo" },
        {},
      ],
      guestOSInfo: {
        name: "Fedora Linux",
        kernelRelease: "6.17.1",
        machine: "x86_64",
        versionId: "43",
      },
      machine: { type: "pc-q35-rhel9.6.0" },
      migrationState: {
        startTimestamp: "2026-07-01T11:00:00Z",
        endTimestamp: "2026-07-01T11:01:30Z",
        completed: true,
      },
      ...more,
    },
  };
}

/** The VM it belongs to. */
export function vm(
  more: Partial<NonNullable<Machine["status"]>> = {},
  moreSpec: Partial<Machine["spec"]> = {},
): Machine {
  return {
    metadata: {
      name: "web",
      namespace: "shop",
      creationTimestamp: "2026-06-30T08:00:00Z",
      labels: { app: "shop", tier: "front" },
    },
    spec: {
      instancetype: { name: "u1.medium", kind: "VirtualMachineClusterInstancetype" },
      dataVolumeTemplates: [
        {
          metadata: { name: "web-rootdisk" },
          spec: { pvc: { resources: { requests: { storage: "30Gi" } } } },
        },
      ],
      template: {
        metadata: {
          labels: { app: "web", "kubevirt.io/vm": "web" },
          annotations: { "vm.kubevirt.io/flavor": "small" },
        },
        spec,
      },
      ...moreSpec,
    },
    status: {
      printableStatus: "Running",
      conditions: [
        { type: "Ready", status: "True", lastTransitionTime: "2026-07-01T10:00:20Z" },
        { type: "LiveMigratable", status: "True", lastTransitionTime: "2026-07-01T12:00:00Z" },
      ],
      ...more,
    },
  };
}

export function migration(name: string, phase: string): Migration {
  return {
    metadata: { name, namespace: "shop", creationTimestamp: "2026-07-01T10:59:50Z" },
    spec: { vmiName: "web" },
    status: {
      phase,
      phaseTransitionTimestamps: [{ phase, phaseTransitionTimestamp: "2026-07-01T11:00:02Z" }],
    },
  };
}
