import { z } from "zod";
import {
  conditions,
  count,
  flag,
  int,
  labelSelector,
  named,
  port,
  quantities,
  templateMetadata,
  text,
  textMap,
  texts,
} from "./common.ts";

const toleration = z.looseObject({
  key: text.optional(),
  operator: z.enum(["", "Equal", "Exists"]).optional(),
  value: text.optional(),
  effect: z.enum(["", "NoSchedule", "PreferNoSchedule", "NoExecute"]).optional(),
  tolerationSeconds: int.optional(),
});

const nodeRequirement = z.looseObject({
  key: text,
  operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]),
  values: texts.optional(),
});

const podTerm = z.looseObject({ labelSelector: labelSelector.optional(), topologyKey: text });

export const affinity = z.looseObject({
  nodeAffinity: z
    .looseObject({
      requiredDuringSchedulingIgnoredDuringExecution: z
        .looseObject({
          nodeSelectorTerms: z.array(
            z.looseObject({ matchExpressions: z.array(nodeRequirement).optional() }),
          ),
        })
        .optional(),
    })
    .optional(),
  podAffinity: z
    .looseObject({ requiredDuringSchedulingIgnoredDuringExecution: z.array(podTerm).optional() })
    .optional(),
  podAntiAffinity: z
    .looseObject({ requiredDuringSchedulingIgnoredDuringExecution: z.array(podTerm).optional() })
    .optional(),
});

export const tolerations = z.array(toleration);

const container = z.looseObject({
  name: text
    .regex(
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
    )
    .describe("Name of the container specified as a DNS_LABEL."),
  image: text.optional().describe("Container image name."),
  command: texts.optional().describe("Entrypoint array. Not executed within a shell."),
  args: texts.optional().describe("Arguments to the entrypoint."),
  ports: z
    .array(
      z.looseObject({
        containerPort: port,
        name: text.optional(),
        protocol: z.enum(["TCP", "UDP", "SCTP"]).optional(),
      }),
    )
    .optional()
    .describe("List of ports to expose from the container."),
  env: z.array(named).optional().describe("List of environment variables to set in the container."),
  resources: z
    .looseObject({ limits: quantities.optional(), requests: quantities.optional() })
    .optional()
    .describe("Compute Resources required by this container."),
});

const podSpec = z.looseObject({
  containers: z
    .array(container)
    .min(1, "Required value")
    .describe("List of containers belonging to the pod."),
  initContainers: z.array(container).optional(),
  nodeName: text.optional().describe("The node that the pod is bound to."),
  nodeSelector: textMap.optional().describe("Labels that a node must have for the pod to fit on it."),
  affinity: affinity.optional().describe("If specified, the pod's scheduling constraints."),
  tolerations: tolerations.optional().describe("If specified, the pod's tolerations."),
  serviceAccountName: text.optional().describe("The ServiceAccount to use to run this pod."),
  restartPolicy: z
    .enum(["Always", "OnFailure", "Never"])
    .optional()
    .describe("Restart policy for all containers within the pod."),
  schedulerName: text.optional().describe("The scheduler that dispatches the pod."),
  priorityClassName: text.optional(),
  hostNetwork: flag.optional(),
  terminationGracePeriodSeconds: count
    .optional()
    .describe("Optional duration in seconds the pod needs to terminate gracefully."),
  volumes: z.array(named).optional().describe("List of volumes that can be mounted by containers."),
});

const podStatus = z.looseObject({
  phase: z.enum(["Pending", "Running", "Succeeded", "Failed", "Unknown"]).optional(),
  conditions: conditions.optional().describe("Current service state of pod."),
  hostIP: text.optional(),
  podIP: text.optional().describe("IP address allocated to the pod."),
  podIPs: z.array(z.looseObject({ ip: text })).optional(),
  containerStatuses: z
    .array(
      z.looseObject({
        name: text,
        ready: flag,
        restartCount: int,
        state: z.looseObject({}).optional(),
        lastState: z.looseObject({}).optional(),
      }),
    )
    .optional(),
});

export const podTemplate = z.looseObject({ metadata: templateMetadata.optional(), spec: podSpec });

export const pod = z.looseObject({ spec: podSpec, status: podStatus.optional() });
