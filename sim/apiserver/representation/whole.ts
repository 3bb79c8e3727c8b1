import type { KubeObject } from "../../store/object.ts";
import type { Resource } from "../resource.ts";
import { objectJson } from "./object-json.ts";
import {
  listKindOf,
  served,
  type BookmarkMeta,
  type ListMeta,
  type Representation,
} from "./representation.ts";

/** Objects as they are. */
export const whole: Representation = {
  key: "whole",

  object(resource: Resource, object: KubeObject): string {
    return objectJson(served(resource, object));
  },

  list(resource: Resource, objects: readonly KubeObject[], metadata: ListMeta): string {
    const head = { kind: listKindOf(resource), apiVersion: resource.apiVersion, metadata };
    return `${JSON.stringify(head).slice(0, -1)},"items":[${objects.map((object) => objectJson(served(resource, object))).join(",")}]}`;
  },

  bookmark({ kind, apiVersion }: Resource, metadata: BookmarkMeta): string {
    return JSON.stringify({
      kind: kind.kind,
      apiVersion,
      metadata: { creationTimestamp: null, ...metadata },
    });
  },

  get following() {
    return whole;
  },
};
