import { message } from "./message.ts";

/** What the messages of all groups are made of: metadata, options and selectors of meta/v1. */

const ownerReference = message("OwnerReference", {
  1: ["kind", "string"],
  3: ["name", "string"],
  4: ["uid", "string"],
  5: ["apiVersion", "string"],
  6: ["controller", "bool"],
  7: ["blockOwnerDeletion", "bool"],
});

export const objectMeta = message("ObjectMeta", {
  1: ["name", "string"],
  2: ["generateName", "string"],
  3: ["namespace", "string"],
  4: ["selfLink", "string"],
  5: ["uid", "string"],
  6: ["resourceVersion", "string"],
  7: ["generation", "int"],
  8: ["creationTimestamp", "time"],
  9: ["deletionTimestamp", "time"],
  10: ["deletionGracePeriodSeconds", "int"],
  11: ["labels", "textMap"],
  12: ["annotations", "textMap"],
  13: ["ownerReferences", ownerReference, "repeated"],
  14: ["finalizers", "string", "repeated"],
});

export const deleteOptions = message("DeleteOptions", {
  1: ["gracePeriodSeconds", "int"],
  2: ["preconditions", message("Preconditions", { 1: ["uid", "string"], 2: ["resourceVersion", "string"] })],
  3: ["orphanDependents", "bool"],
  4: ["propagationPolicy", "string"],
  5: ["dryRun", "string", "repeated"],
});

export const labelSelector = message("LabelSelector", {
  1: ["matchLabels", "textMap"],
  2: [
    "matchExpressions",
    message("LabelSelectorRequirement", {
      1: ["key", "string"],
      2: ["operator", "string"],
      3: ["values", "string", "repeated"],
    }),
    "repeated",
  ],
});
