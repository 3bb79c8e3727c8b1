import { z } from "zod";
import { conditions, count, intOrText, labelSelector, text } from "./common.ts";
import { podTemplate } from "./pods.ts";

const selector = labelSelector.describe("Which pods belong to it; has to match the template's labels.");
const template = podTemplate.describe("Describes the pods that will be created.");
const replicas = count.optional().describe("Number of desired pods. Defaults to 1.");

const rollingUpdate = z
  .looseObject({ maxSurge: intOrText.optional(), maxUnavailable: intOrText.optional() })
  .optional();

export const deployment = z.looseObject({
  spec: z.looseObject({
    replicas,
    selector,
    template,
    strategy: z
      .looseObject({ type: z.enum(["Recreate", "RollingUpdate"]).optional(), rollingUpdate })
      .optional()
      .describe("How existing pods are replaced with new ones."),
    minReadySeconds: count.optional(),
    revisionHistoryLimit: count.optional(),
    progressDeadlineSeconds: count.optional(),
  }),
  status: z.looseObject({ conditions: conditions.optional(), replicas: count.optional() }).optional(),
});

export const replicaSet = z.looseObject({
  spec: z.looseObject({ replicas, selector, template }),
  status: z.looseObject({ conditions: conditions.optional(), replicas: count.optional() }).optional(),
});

export const daemonSet = z.looseObject({
  spec: z.looseObject({
    selector,
    template,
    updateStrategy: z
      .looseObject({ type: z.enum(["OnDelete", "RollingUpdate"]).optional(), rollingUpdate })
      .optional()
      .describe("How existing pods are replaced with new ones."),
    revisionHistoryLimit: count.optional(),
  }),
  status: z.looseObject({}).optional(),
});

export const statefulSet = z.looseObject({
  spec: z.looseObject({ replicas, selector, template, serviceName: text.optional() }),
});

export const podDisruptionBudget = z.looseObject({
  spec: z
    .looseObject({
      minAvailable: intOrText.optional(),
      maxUnavailable: intOrText.optional(),
      selector: labelSelector.optional(),
    })
    .optional(),
  status: z.looseObject({ disruptionsAllowed: z.int().optional() }).optional(),
});
