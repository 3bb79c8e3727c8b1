import { nodeDraft } from "../../store/objects/node.ts";
import { parseQuantity } from "../../store/quantity.ts";
import { matchesLabels } from "../../store/selector.ts";
import type { NodeSpec } from "../scenario.ts";
import { choiceOf, nearest } from "../suggest.ts";
import type { Room } from "./room.ts";
import type { Statement } from "../schema/statement.ts";

type Labels = Readonly<Record<string, string>>;

/** A node as scheduler and selectors see it. */
export interface FleetNode {
  readonly name: string;
  readonly labels: Labels;
  readonly room: Room;
}

/** Some of the nodes. */
export interface NodeSet {
  readonly nodes: readonly FleetNode[];
  /** The most of each resource that any of them has. */
  readonly largest: Room;
}

function nodeSet(nodes: readonly FleetNode[]): NodeSet {
  const most = (name: keyof Room) => nodes.reduce((best, { room }) => Math.max(best, room[name]), 0);
  return { nodes, largest: { cpus: most("cpus"), memoryBytes: most("memoryBytes"), pods: most("pods") } };
}

/** The nodes of a scenario, to be asked which of them something concerns. */
export class Fleet {
  readonly nodes: readonly FleetNode[];
  readonly #matching = new Map<string, NodeSet>();

  constructor(specs: readonly NodeSpec[]) {
    this.nodes = specs.map((spec) => {
      const { metadata, status } = nodeDraft({ ...spec, internalIp: "", createdAt: "", seed: 0 });
      return {
        name: spec.name,
        labels: metadata.labels ?? {},
        room: {
          cpus: parseQuantity(status.allocatable["cpu"]) ?? 0,
          memoryBytes: parseQuantity(status.allocatable["memory"]) ?? 0,
          pods: parseQuantity(status.allocatable["pods"]) ?? 0,
        },
      };
    });
  }

  /** The nodes that a nodeSelector admits; the same object for the same selector. */
  matching(selector: Labels): NodeSet {
    const key = JSON.stringify(Object.entries(selector).sort());
    const known = this.#matching.get(key);
    if (known !== undefined) return known;
    const wanted = Object.fromEntries(
      Object.entries(selector).filter(([label]) => !isKeptByVirtHandler(label)),
    );
    const matching = nodeSet(this.nodes.filter(({ labels }) => matchesLabels(labels, wanted)));
    this.#matching.set(key, matching);
    return matching;
  }

  /** What is wrong with a selector that admits no node; undefined when it admits some. */
  problemOfSelector(selector: Labels): Statement | undefined {
    if (this.matching(selector).nodes.length > 0) return undefined;
    for (const [key, value] of Object.entries(selector)) {
      if (this.matching({ [key]: value }).nodes.length > 0) continue;
      return { message: `no node has the label ${key}: ${value}`, fix: this.#otherLabel(key, value) };
    }
    return { message: "no node has all these labels", fix: "select by fewer, or label a node so." };
  }

  /** What is wrong with the name of a node; undefined when there is one of that name. */
  problemOfName(name: string): Statement | undefined {
    const names = this.nodes.map((node) => node.name);
    if (names.includes(name)) return undefined;
    return { message: `there is no node ${name}`, fix: choiceOf(name, names) };
  }

  #otherLabel(key: string, value: string): string {
    const values = new Set(
      this.nodes.flatMap(({ labels }) => (labels[key] === undefined ? [] : [labels[key]])),
    );
    if (values.size > 0) return choiceOf(value, [...values]);
    const keys = new Set(this.nodes.flatMap(({ labels }) => Object.keys(labels)));
    const meant = nearest(key, [...keys]);
    return meant === undefined ? `give nodes this label, under nodes: … labels.` : `did you mean ${meant}?`;
  }
}

/** Labels that virt-handler puts on its node while it runs; a scenario can select by them, and not set them. */
export function isKeptByVirtHandler(label: string): boolean {
  return label === "cpumanager" || /^(?:[-a-z0-9]+\.)*kubevirt\.io\//.test(label);
}
