import { controlledBy, type Draft } from "../object.ts";
import { formatBytes } from "../quantity.ts";
import { defaultTolerations } from "./taint.ts";
import { guestOf } from "./guest.ts";
import { pendingStatus, type Container, type Pod } from "./pod.ts";
import {
  claimOf,
  migrationTargetLabel,
  nodeNameLabel,
  outdatedLauncherLabel,
  type VirtualMachineInstance,
} from "./virtual-machine.ts";

/** What virt-launcher, libvirt and qemu need beside the guest's memory, roughly as KubeVirt reckons it. */
const overheadBytes = { fixed: 220 * 2 ** 20, perVcpu: 8 * 2 ** 20, pageTablesDivisor: 512 };

export function launcherOverheadBytes(vcpus: number, memoryBytes: number): number {
  return (
    overheadBytes.fixed +
    overheadBytes.perVcpu * vcpus +
    Math.ceil(memoryBytes / overheadBytes.pageTablesDivisor)
  );
}

/** The labels by which a launcher pod's VMI and migration are found. */
export const createdByLabel = "kubevirt.io/created-by";
export const migrationJobLabel = "kubevirt.io/migrationJobUID";
const migrationNameAnnotation = "kubevirt.io/migrationJobName";

/** KubeVirt's default: a vCPU asks for a tenth of a CPU. */
const cpuAllocationRatio = 10;

/** The virt-launcher pod that runs `vmi`, as virt-controller makes it. */
export function launcherPodDraft(vmi: VirtualMachineInstance, suffix: string, image: string): Draft<Pod> {
  const { name, namespace = "", uid } = vmi.metadata;
  const { spec } = vmi;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `virt-launcher-${name}-${suffix}`,
      generateName: `virt-launcher-${name}-`,
      namespace,
      labels: {
        ...ownLabels(vmi),
        "kubevirt.io": "virt-launcher",
        [createdByLabel]: uid,
        "vm.kubevirt.io/name": name,
      },
      annotations: {
        "kubectl.kubernetes.io/default-container": "compute",
        "kubevirt.io/domain": name,
        "kubevirt.io/migrationTransportUnix": "true",
      },
      ownerReferences: [controlledBy(vmi)],
    },
    spec: {
      automountServiceAccountToken: false,
      ...(spec.affinity === undefined ? {} : { affinity: spec.affinity }),
      containers: [computeContainer(vmi, image)],
      enableServiceLinks: false,
      hostname: name,
      nodeSelector: {
        "kubernetes.io/arch": "amd64",
        ...spec.nodeSelector,
        "kubevirt.io/schedulable": "true",
      },
      restartPolicy: "Never",
      schedulerName: "default-scheduler",
      terminationGracePeriodSeconds: (spec.terminationGracePeriodSeconds ?? 180) + 30,
      tolerations: [...(spec.tolerations ?? []), ...defaultTolerations],
      volumes: (spec.volumes ?? []).flatMap((volume) => {
        const claimName = claimOf(volume);
        return claimName === undefined ? [] : [{ name: volume.name, persistentVolumeClaim: { claimName } }];
      }),
    },
    status: pendingStatus,
  };
}

/** The launcher pod a guest is to move to: on another node than any of its VMI's pods. */
export function migrationTargetDraft(
  vmi: VirtualMachineInstance,
  migration: { readonly metadata: { readonly name: string; readonly uid: string } },
  suffix: string,
  image: string,
): Draft<Pod> {
  const draft = launcherPodDraft(vmi, suffix, image);
  const term = {
    labelSelector: { matchLabels: { [createdByLabel]: vmi.metadata.uid } },
    topologyKey: "kubernetes.io/hostname",
  };
  const { podAntiAffinity } = draft.spec.affinity ?? {};
  const terms = [...(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []), term];
  return {
    ...draft,
    metadata: {
      ...draft.metadata,
      labels: { ...draft.metadata.labels, [migrationJobLabel]: migration.metadata.uid },
      annotations: {
        ...draft.metadata.annotations,
        [migrationNameAnnotation]: migration.metadata.name,
      },
    },
    spec: {
      ...draft.spec,
      affinity: {
        ...draft.spec.affinity,
        podAntiAffinity: { ...podAntiAffinity, requiredDuringSchedulingIgnoredDuringExecution: terms },
      },
    },
  };
}

/** A VMI's labels without those that KubeVirt itself put on it after it was made. */
function ownLabels({ metadata }: VirtualMachineInstance): Readonly<Record<string, string>> {
  const {
    [nodeNameLabel]: _node,
    [migrationTargetLabel]: _target,
    [outdatedLauncherLabel]: _outdated,
    ...own
  } = metadata.labels ?? {};
  return own;
}

function computeContainer(vmi: VirtualMachineInstance, image: string): Container {
  const { vcpus, memoryBytes } = guestOf(vmi);
  return {
    name: "compute",
    image,
    imagePullPolicy: "IfNotPresent",
    command: ["/usr/bin/virt-launcher-monitor"],
    resources: {
      limits: {
        "devices.kubevirt.io/kvm": "1",
        "devices.kubevirt.io/tun": "1",
        "devices.kubevirt.io/vhost-net": "1",
      },
      requests: {
        cpu: `${Math.max(1, Math.round((vcpus * 1000) / cpuAllocationRatio))}m`,
        "devices.kubevirt.io/kvm": "1",
        "devices.kubevirt.io/tun": "1",
        "devices.kubevirt.io/vhost-net": "1",
        "ephemeral-storage": "50M",
        memory: formatBytes(memoryBytes + launcherOverheadBytes(vcpus, memoryBytes)),
      },
    },
  };
}
