import type { DeployedComponent, Verb } from "../scenario.ts";
import { componentKinds, kubeVirtVersions, programKinds } from "../../model/components.ts";
import { manifestFiles, nodeName, oneOf, text, trueOrFalse, wholeNumber } from "./leaves.ts";
import { mapping } from "./mapping.ts";
import { duration, number } from "./measures.ts";
import { nodeSchema } from "./node.ts";
import { nodeTarget, virtualMachineTarget } from "./targets.ts";
import { createdVirtualMachineSchema } from "./virtual-machine.ts";

/** Component pods whose processes die: all of a component, or the one on a node. */
const crashSchema = mapping(
  {
    component: oneOf(programKinds, "a component").describe("Which component's processes are killed."),
    node: nodeName("a node's name").exactOptional().describe("Only those on this node."),
  },
  {
    what: "what crashes",
    fix: (found) => `write it as crash: {component: ${typeof found === "string" ? found : "virt-handler"}}.`,
    elsewhere: { vm: "crash a component; a VM can be stopped or deleted." },
    planned: ["pod", "nodeSelector", "percent"],
  },
);

const deployments = [
  "virt-api",
  "virt-controller",
  "virt-operator",
] as const satisfies readonly DeployedComponent[];

const scaleSchema = mapping(
  {
    component: oneOf(deployments, "a component with a Deployment").describe("Which Deployment."),
    replicas: wholeNumber(0, 100, "write how many pods it is to have.").describe("How many pods it gets."),
  },
  { what: "what is scaled" },
);

const rolloutSchema = mapping(
  {
    component: oneOf(componentKinds, "a component")
      .exactOptional()
      .describe("Which component's pods are replaced. Without it: all, in virt-operator's order."),
    version: oneOf(kubeVirtVersions, "a KubeVirt version")
      .exactOptional()
      .describe("The release they become. Without it: the same."),
  },
  { what: "what is rolled out" },
);

export const churnSchema = mapping(
  {
    perMinute: number("VMs per minute", { least: 0.01, most: 6000 }).describe("How many are created."),
    lifetime: duration("a duration", "5m", { least: 30 }).describe("When each is deleted again."),
    virtualMachine: createdVirtualMachineSchema.describe("What they are like."),
  },
  { what: "a churn of VMs" },
);

export const hangSchema = virtualMachineTarget("hang");

const fillSchema = mapping(
  {
    ...hangSchema.shape,
    mountPoint: text("a mount point", "write where the guest mounts it, as in /boot.")
      .exactOptional()
      .describe("Where the guest mounts it. Without it the system's: / or C:\\."),
    percent: number("a percentage", { least: 0, most: 100 }).describe("How full it becomes."),
    over: duration("a duration", "10m").prefault("0s").describe("How long that takes. Without it: no time."),
  },
  { what: "what fills", fix: "write it as fill: {vm: shop/db, percent: 96, over: 10m}." },
);

const removeNodeSchema = mapping(
  {
    node: nodeName("a node's name").describe("The node."),
    stays: trueOrFalse("say whether the Node object stays, or delete the line (false).")
      .exactOptional()
      .describe("The Node object stays, NotReady, as on bare metal; else it goes, as in a cloud."),
  },
  { what: "the node to remove", fix: "write it as removeNode: {node: node01}." },
);

const applySchema = mapping(
  {
    manifests: manifestFiles().describe("Files with Kubernetes objects, relative to the scenario."),
  },
  { what: "what is applied", fix: "write it as apply: {manifests: [manifests/db.yaml]}." },
);

/** What users and machines do, and what each takes: the words are virtctl's and kubectl's. */
export const verbs = {
  create: createdVirtualMachineSchema.describe("Creates a VM."),
  apply: applySchema.describe("As kubectl apply."),
  delete: virtualMachineTarget("delete").describe("As kubectl delete vm."),
  start: virtualMachineTarget("start").describe("As virtctl start."),
  stop: virtualMachineTarget("stop").describe("As virtctl stop."),
  restart: virtualMachineTarget("restart").describe("As virtctl restart."),
  pause: virtualMachineTarget("pause").describe("As virtctl pause vm."),
  unpause: virtualMachineTarget("unpause").describe("As virtctl unpause vm."),
  migrate: virtualMachineTarget("migrate").describe("As virtctl migrate."),
  panic: virtualMachineTarget("panic").describe("The operating system of the VM's guest panics."),
  fill: fillSchema.describe("A filesystem of the VM's guest fills, or empties."),
  drain: nodeTarget("drain").describe("As kubectl drain."),
  cordon: nodeTarget("cordon").describe("As kubectl cordon."),
  uncordon: nodeTarget("uncordon").describe("As kubectl uncordon."),
  addNode: nodeSchema.describe("A node joins the cluster."),
  removeNode: removeNodeSchema.describe("The power of a node is cut."),
  scale: scaleSchema.describe("As kubectl scale."),
  rollout: rolloutSchema.describe("As kubectl rollout restart, or an update."),
  crash: crashSchema.describe("As kill -9 of the processes."),
} satisfies Readonly<Record<Exclude<Verb, "churn" | "hang">, unknown>>;
