import { message } from "./message.ts";
import { labelSelector, objectMeta } from "./meta.ts";

/** Pods and what makes them, as far as kubectl's create, debug and set commands fill them in. */

const securityContext = message("SecurityContext", {
  2: ["privileged", "bool"],
  4: ["runAsUser", "int"],
  5: ["runAsNonRoot", "bool"],
  6: ["readOnlyRootFilesystem", "bool"],
  7: ["allowPrivilegeEscalation", "bool"],
  8: ["runAsGroup", "int"],
});

const container = message("Container", {
  1: ["name", "string"],
  2: ["image", "string"],
  3: ["command", "string", "repeated"],
  4: ["args", "string", "repeated"],
  5: ["workingDir", "string"],
  6: [
    "ports",
    message("ContainerPort", {
      1: ["name", "string"],
      2: ["hostPort", "int"],
      3: ["containerPort", "int"],
      4: ["protocol", "string"],
      5: ["hostIP", "string"],
    }),
    "repeated",
  ],
  7: ["env", message("EnvVar", { 1: ["name", "string"], 2: ["value", "string"] }), "repeated"],
  8: [
    "resources",
    message("ResourceRequirements", { 1: ["limits", "quantityMap"], 2: ["requests", "quantityMap"] }),
  ],
  9: [
    "volumeMounts",
    message("VolumeMount", {
      1: ["name", "string"],
      2: ["readOnly", "bool"],
      3: ["mountPath", "string"],
      4: ["subPath", "string"],
    }),
    "repeated",
  ],
  13: ["terminationMessagePath", "string"],
  14: ["imagePullPolicy", "string"],
  15: ["securityContext", securityContext],
  16: ["stdin", "bool"],
  17: ["stdinOnce", "bool"],
  18: ["tty", "bool"],
  20: ["terminationMessagePolicy", "string"],
});

const toleration = message("Toleration", {
  1: ["key", "string"],
  2: ["operator", "string"],
  3: ["value", "string"],
  4: ["effect", "string"],
  5: ["tolerationSeconds", "int"],
});

const volume = message("Volume", {
  1: ["name", "string"],
  2: [
    "",
    message("VolumeSource", {
      1: ["hostPath", message("HostPathVolumeSource", { 1: ["path", "string"], 2: ["type", "string"] })],
    }),
  ],
});

const podSpec = message("PodSpec", {
  1: ["volumes", volume, "repeated"],
  2: ["containers", container, "repeated"],
  3: ["restartPolicy", "string"],
  4: ["terminationGracePeriodSeconds", "int"],
  6: ["dnsPolicy", "string"],
  7: ["nodeSelector", "textMap"],
  8: ["serviceAccountName", "string"],
  9: ["serviceAccount", "string"],
  10: ["nodeName", "string"],
  11: ["hostNetwork", "bool"],
  12: ["hostPID", "bool"],
  13: ["hostIPC", "bool"],
  19: ["schedulerName", "string"],
  20: ["initContainers", container, "repeated"],
  22: ["tolerations", toleration, "repeated"],
  24: ["priorityClassName", "string"],
});

export const pod = message("Pod", { 1: ["metadata", objectMeta], 2: ["spec", podSpec] });

const podTemplate = message("PodTemplateSpec", { 1: ["metadata", objectMeta], 2: ["spec", podSpec] });

export const deployment = message("Deployment", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("DeploymentSpec", {
      1: ["replicas", "int"],
      2: ["selector", labelSelector],
      3: ["template", podTemplate],
    }),
  ],
});

const jobSpec = message("JobSpec", {
  1: ["parallelism", "int"],
  2: ["completions", "int"],
  3: ["activeDeadlineSeconds", "int"],
  4: ["selector", labelSelector],
  6: ["template", podTemplate],
  7: ["backoffLimit", "int"],
  8: ["ttlSecondsAfterFinished", "int"],
  10: ["suspend", "bool"],
});

export const job = message("Job", { 1: ["metadata", objectMeta], 2: ["spec", jobSpec] });

export const cronJob = message("CronJob", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("CronJobSpec", {
      1: ["schedule", "string"],
      2: ["startingDeadlineSeconds", "int"],
      3: ["concurrencyPolicy", "string"],
      4: ["suspend", "bool"],
      5: ["jobTemplate", message("JobTemplateSpec", { 1: ["metadata", objectMeta], 2: ["spec", jobSpec] })],
      6: ["successfulJobsHistoryLimit", "int"],
      7: ["failedJobsHistoryLimit", "int"],
      8: ["timeZone", "string"],
    }),
  ],
});
