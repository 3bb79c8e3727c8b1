import type { z } from "zod";
import { choose } from "./choose.ts";
import { labels, list, nodeName, wholeNumber } from "./leaves.ts";
import { mapping } from "./mapping.ts";
import { bytes } from "./measures.ts";
import { statementOf } from "./statement.ts";

/** As many as Kubernetes itself is tested with. */
export const mostNodes = 5000;

const leastMemoryBytes = 2 ** 30;

const capacitySchema = mapping(
  {
    cpu: wholeNumber(1, 1024, "give the node at least one CPU, or delete the line to get the default (8).")
      .default(8)
      .describe("CPUs of the node."),
    memory: bytes("a node's memory", "32Gi", { least: leastMemoryBytes })
      .prefault("32Gi")
      .describe("Memory of the node. The launcher pods of its VMs have to fit into it."),
  },
  { what: "a node's capacity" },
);

export const nodeSchema = mapping(
  {
    name: nodeName("the node's name").describe("Name of the node, or with replicas the stem of their names."),
    replicas: wholeNumber(1, mostNodes, "delete the line to get one node with exactly this name.")
      .exactOptional()
      .describe("How many nodes of this kind there are: NAME-0, NAME-1, … Without it one, named NAME."),
    labels: labels().default({}).describe("Labels of the Node, beside those that every Linux node has."),
    capacity: capacitySchema.prefault({}).describe("What the node has."),
  },
  {
    what: "a node",
    elsewhere: {
      cpu: "write it as capacity: {cpu: 8}.",
      cpus: "write it as capacity: {cpu: 8}.",
      memory: "write it as capacity: {memory: 32Gi}.",
      count: "did you mean replicas?",
    },
  },
);

export type NodeEntry = z.output<typeof nodeSchema>;

export const nodesSchema = choose(
  {
    count: wholeNumber(1, mostNodes, "have at least one node, or delete the line to get the default (3)."),
    list: list(nodeSchema, "nodes"),
  },
  (value) => {
    if (typeof value === "number") return "count";
    if (Array.isArray(value)) return "list";
    return statementOf(value, {
      expected: "a number of nodes or a list of nodes",
      fix: "write nodes: 3, or a list of {name: …, replicas: …, labels: …, capacity: …}.",
    });
  },
);
