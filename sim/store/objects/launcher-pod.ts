import { controlledBy, type Draft } from "../object.ts";
import { formatBytes } from "../quantity.ts";
import { pendingStatus, type Pod } from "./pod.ts";
import { guestOf } from "./guest.ts";
import { nodeNameLabel, type VirtualMachineInstance } from "./virtual-machine.ts";

/** What virt-launcher, libvirt and qemu need beside the guest's memory, roughly as KubeVirt reckons it. */
const overheadBytes = { fixed: 220 * 2 ** 20, perVcpu: 8 * 2 ** 20, pageTablesDivisor: 512 };

export function launcherOverheadBytes(vcpus: number, memoryBytes: number): number {
  return (
    overheadBytes.fixed +
    overheadBytes.perVcpu * vcpus +
    Math.ceil(memoryBytes / overheadBytes.pageTablesDivisor)
  );
}

/** The virt-launcher pod that runs `vmi`, as virt-controller makes it. */
export function launcherPodDraft(vmi: VirtualMachineInstance, suffix: string, image: string): Draft<Pod> {
  const { name, namespace = "", uid } = vmi.metadata;
  const { vcpus, memoryBytes } = guestOf(vmi);
  const labels = Object.entries(vmi.metadata.labels ?? {}).filter(([key]) => key !== nodeNameLabel);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `virt-launcher-${name}-${suffix}`,
      generateName: `virt-launcher-${name}-`,
      namespace,
      labels: {
        ...Object.fromEntries(labels),
        "kubevirt.io": "virt-launcher",
        "kubevirt.io/created-by": uid,
        "vm.kubevirt.io/name": name,
      },
      annotations: { "kubevirt.io/domain": name },
      ownerReferences: [controlledBy(vmi)],
    },
    spec: {
      containers: [
        {
          name: "compute",
          image,
          command: ["/usr/bin/virt-launcher-monitor"],
          resources: {
            requests: {
              cpu: `${Math.max(1, Math.round((vcpus * 1000) / cpuAllocationRatio))}m`,
              memory: formatBytes(memoryBytes + launcherOverheadBytes(vcpus, memoryBytes)),
            },
          },
        },
      ],
      nodeSelector: { ...vmi.spec.nodeSelector, "kubevirt.io/schedulable": "true" },
      restartPolicy: "Never",
      terminationGracePeriodSeconds: (vmi.spec.terminationGracePeriodSeconds ?? 180) + 30,
    },
    status: pendingStatus,
  };
}

/** KubeVirt's default: a vCPU asks for a tenth of a CPU. */
const cpuAllocationRatio = 10;
