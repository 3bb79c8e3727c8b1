import type { Draft } from "../object.ts";
import type { Node } from "../objects/node.ts";
import { given } from "./given.ts";

/** A Node that someone made by hand says at least nothing about itself, rather than not even that. */
export function admitNode(draft: Draft<Node>): Draft<Node> {
  if (given(draft.spec) !== undefined && given(draft.status)?.conditions !== undefined) return draft;
  const { name = "", labels } = draft.metadata;
  return {
    ...draft,
    metadata: { ...draft.metadata, labels: { "kubernetes.io/hostname": name, ...labels } },
    spec: given(draft.spec) ?? {},
    status: {
      addresses: [],
      allocatable: {},
      capacity: {},
      conditions: [],
      nodeInfo: {},
      ...given(draft.status),
    },
  };
}
