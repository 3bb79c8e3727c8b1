import { accessTypes } from "./types/access.ts";
import { clusterTypes } from "./types/cluster.ts";
import { coreTypes } from "./types/core.ts";
import { metaTypes } from "./types/meta.ts";
import { networkTypes } from "./types/network.ts";
import { podTypes } from "./types/pods.ts";
import { volumeTypes } from "./types/volumes.ts";
import { workloadTypes } from "./types/workloads.ts";

/** A field of a protobuf message. */
export interface Field {
  /** As in JSON; undefined when there its message's fields are those of the object that it is in. */
  readonly name: string | undefined;
  /** A scalar type of the decoder's, or the name of a message. */
  readonly type: string;
  readonly repeated: boolean;
  /** Counts as soon as it was sent; another one that is zero or empty is as good as absent. */
  readonly pointer: boolean;
}

/** A protobuf message of Kubernetes' API: its fields by their numbers. */
export interface Message {
  readonly name: string;
  readonly fields: ReadonlyMap<number, Field>;
}

/**
 * The messages of all built-in kinds, a line with the name and lines with the fields of each: the number, the
 * name, the type unless it is text, `[]` when there are several, `*` for a pointer.
 *
 * Source: the json and protobuf tags of the Go types in k8s.io/api and k8s.io/apimachinery v0.37.
 */
const tables = [
  metaTypes,
  coreTypes,
  podTypes,
  volumeTypes,
  workloadTypes,
  networkTypes,
  accessTypes,
  clusterTypes,
];

const messages: ReadonlyMap<string, Message> = new Map(
  tables.flatMap((table) => messagesIn(table).map((message) => [message.name, message])),
);

/** The message of a type; undefined when there is none of that name. */
export function messageNamed(name: string): Message | undefined {
  return messages.get(name);
}

/** The names of all types. */
export function messageNames(): string[] {
  return [...messages.keys()];
}

/** The message of a kind that requests carry; undefined for a kind that is not known. */
export function messageOfKind(kind: string): Message | undefined {
  const message = messages.get(kind);
  const isObject = message?.fields.get(1)?.type === "ObjectMeta";
  return isObject || kind === "DeleteOptions" ? message : undefined;
}

function messagesIn(table: string): Message[] {
  return table
    .trim()
    .split(/\n(?! )/)
    .map((text) => {
      const [name = "", ...lines] = text.split("\n");
      return { name, fields: new Map(lines.join(" ").split(",").map(fieldIn)) };
    });
}

function fieldIn(text: string): [number, Field] {
  const [number = "", name = "", type = "text"] = text.trim().split(" ");
  const [, bare = "", mark] = /^(.*?)(\[\]|\*)?$/.exec(type) ?? [];
  const named = /^(.*?)(\[\])?$/.exec(name) ?? [];
  return [
    Number(number),
    {
      name: named[1] === "-" ? undefined : named[1],
      type: bare,
      repeated: mark === "[]" || named[2] !== undefined,
      pointer: mark === "*",
    },
  ];
}
