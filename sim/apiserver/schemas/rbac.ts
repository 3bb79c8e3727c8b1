import { z } from "zod";
import { text, texts } from "./common.ts";

const rule = z.looseObject({
  verbs: texts.describe("Verbs that apply to all the resources; * stands for all."),
  apiGroups: texts.optional(),
  resources: texts.optional(),
  resourceNames: texts.optional(),
  nonResourceURLs: texts.optional(),
});

const subject = z.looseObject({
  kind: z.enum(["Group", "ServiceAccount", "User"]),
  name: text,
  namespace: text.optional(),
  apiGroup: text.optional(),
});

export const role = z.looseObject({
  rules: z.array(rule).optional().describe("All the rules of this role."),
});

export const roleBinding = z.looseObject({
  roleRef: z
    .looseObject({ apiGroup: text.optional(), kind: z.enum(["ClusterRole", "Role"]), name: text })
    .describe("The role that is granted; cannot be changed."),
  subjects: z.array(subject).optional().describe("Who is granted the role."),
});
