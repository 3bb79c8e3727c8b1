import { z } from "zod";
import {
  conditions,
  count,
  flag,
  labelSelector,
  named,
  quantities,
  quantity,
  templateMetadata,
  text,
  textMap,
} from "./common.ts";
import { affinity, tolerations } from "./pods.ts";

const cores = z.int().min(0, "must be greater than or equal to 0");

const domain = z.looseObject({
  cpu: z
    .looseObject({
      cores: cores.optional().describe("Number of cores inside the vmi. Must be a value greater or equal 1."),
      sockets: cores.optional(),
      threads: cores.optional(),
      model: text.optional(),
    })
    .optional()
    .describe("CPU allow specified the detailed CPU topology inside the vmi."),
  memory: z
    .looseObject({ guest: quantity.optional().describe("The amount of memory inside the Guest OS.") })
    .optional()
    .describe("Memory allow specifying the VMI memory features."),
  machine: z.looseObject({ type: text.optional() }).optional(),
  resources: z.looseObject({ requests: quantities.optional(), limits: quantities.optional() }).optional(),
  devices: z
    .looseObject({
      disks: z.array(named).optional().describe("Disks, cdroms, luns and floppies of the guest."),
      interfaces: z.array(named).optional().describe("Network interfaces of the guest."),
    })
    .describe("Devices allows adding disks, network interfaces, and others."),
});

const volume = z.looseObject({
  name: text.describe("Must be unique; a disk refers to it."),
  dataVolume: named.optional(),
  persistentVolumeClaim: z.looseObject({ claimName: text }).optional(),
  emptyDisk: z.looseObject({ capacity: quantity }).optional(),
});

const instanceSpec = z.looseObject({
  domain: domain.describe("Specification of the desired behavior of the VirtualMachineInstance on the host."),
  networks: z.array(named).optional().describe("Networks that interfaces can be attached to."),
  volumes: z.array(volume).optional().describe("Volumes that disks of the vmi can use."),
  nodeSelector: textMap.optional(),
  affinity: affinity.optional(),
  tolerations: tolerations.optional(),
  terminationGracePeriodSeconds: count
    .optional()
    .describe("Grace period observed after signalling a VirtualMachineInstance to stop."),
  evictionStrategy: text.optional(),
  startStrategy: text.optional(),
});

export const virtualMachineInstance = z.looseObject({
  spec: instanceSpec,
  status: z
    .looseObject({
      phase: text.optional(),
      nodeName: text.optional(),
      activePods: textMap.optional(),
      conditions: conditions.optional(),
      interfaces: z.array(z.looseObject({})).optional(),
      phaseTransitionTimestamps: z
        .array(z.looseObject({ phase: text, phaseTransitionTimestamp: text }))
        .optional(),
    })
    .optional(),
});

const claimRequest = z.looseObject({
  resources: z.looseObject({ requests: quantities.optional() }).optional(),
  accessModes: z.array(text).optional(),
});

const dataVolumeTemplate = z.looseObject({
  metadata: named,
  spec: z.looseObject({ storage: claimRequest.optional(), pvc: claimRequest.optional() }),
});

export const virtualMachine = z.looseObject({
  spec: z.looseObject({
    running: flag
      .optional()
      .describe(
        "Whether the associated VirtualMachineInstance is created or deleted. Use runStrategy instead.",
      ),
    runStrategy: text.optional().describe("Always, Halted, Manual, Once, RerunOnFailure or WaitAsReceiver."),
    template: z
      .looseObject({ metadata: templateMetadata.optional(), spec: instanceSpec })
      .describe("Template is the direct specification of VirtualMachineInstance."),
    dataVolumeTemplates: z.array(dataVolumeTemplate).optional(),
  }),
  status: z
    .looseObject({
      conditions: conditions.optional(),
      stateChangeRequests: z.array(z.looseObject({ action: z.enum(["Start", "Stop"]) })).optional(),
    })
    .optional(),
});

export const migration = z.looseObject({
  spec: z.looseObject({
    vmiName: text
      .optional()
      .describe(
        "The name of the VMI to perform the migration on. VMI must exist in the migration objects namespace.",
      ),
  }),
});

export const kubeVirt = z.looseObject({
  spec: z
    .looseObject({
      monitorNamespace: text.optional().describe("The namespace Prometheus is deployed in."),
      monitorAccount: text
        .optional()
        .describe("The name of the Prometheus service account that needs read-access to KubeVirt endpoints."),
      serviceMonitorNamespace: text
        .optional()
        .describe("The namespace the service monitor will be deployed to."),
      configuration: z.looseObject({}).optional(),
    })
    .optional(),
  status: z.looseObject({ phase: text.optional(), conditions: conditions.optional() }).optional(),
});

export const instanceReplicaSet = z.looseObject({
  spec: z.looseObject({
    replicas: count.optional(),
    selector: labelSelector,
    template: z.looseObject({ metadata: templateMetadata.optional(), spec: instanceSpec }),
  }),
});
