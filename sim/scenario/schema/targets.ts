import type { z } from "zod";
import { programKinds } from "../../model/components.ts";
import type { VirtualMachineRef } from "../scenario.ts";
import { labels, nodeName, oneOf, text } from "./leaves.ts";
import { mapping } from "./mapping.ts";
import { number, readText } from "./measures.ts";

const refPattern = /^(?:([-a-z0-9]+)\/)?([-a-z0-9]+)$/;

/** `shop/db`, or `db` in the namespace default. */
const virtualMachineRef = readText(parseRef, {
  expected: "a VM as namespace/name",
  fix: "write the VM's namespace and name, as in shop/db; without a namespace it is in default.",
  pattern: refPattern,
});

function parseRef(text: string): VirtualMachineRef | undefined {
  const [, namespace = "default", name] = refPattern.exec(text) ?? [];
  return name === undefined ? undefined : { namespace, name };
}

/** The VM that a verb acts on: `{vm: shop/db}`. */
export function virtualMachineTarget(verb: string) {
  return mapping(
    { vm: virtualMachineRef.describe("The VM, as namespace/name.") },
    {
      what: `what to ${verb}`,
      fix: (found) => `write it as ${verb}: {vm: ${typeof found === "string" ? found : "shop/db"}}.`,
    },
  );
}

/** The node that a verb acts on: `{node: a-0}`. */
export function nodeTarget(verb: string) {
  return mapping(
    { node: nodeName("a node's name").describe("The node.") },
    {
      what: `what to ${verb}`,
      fix: (found) => `write it as ${verb}: {node: ${typeof found === "string" ? found : "node01"}}.`,
    },
  );
}

/** Those who are at one end of a faulty way. */
const faultEndComponents = [...programKinds, "apiserver", "prometheus"] as const;

export type FaultEndEntry = z.output<ReturnType<typeof faultEnd>>;

const examples = { from: "virt-handler", to: "apiserver" };

export function faultEnd(side: "from" | "to") {
  return mapping(
    {
      component: oneOf(faultEndComponents, "a component").exactOptional().describe("Which component."),
      pod: text("a pod's name", "write the name that kubectl get pods -n kubevirt shows.")
        .exactOptional()
        .describe("Only this pod. Pods' names depend on the seed alone."),
      labels: labels().exactOptional().describe("Only pods with these labels."),
      node: nodeName("a node's name").exactOptional().describe("Only pods on this node."),
      nodeSelector: labels().exactOptional().describe("Only pods on nodes with these labels."),
      percent: number("a percentage", { least: 0.1, most: 100 })
        .exactOptional()
        .describe("Only this share of the pods that all else leaves; at least one."),
    },
    {
      what: `the ${side} of a fault`,
      fix: (found) =>
        `write it as ${side}: {component: ${typeof found === "string" ? found : examples[side]}}.`,
    },
  );
}
