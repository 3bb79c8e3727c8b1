import type { KubeObject } from "../../store/object.ts";
import type { Resource } from "../resource.ts";
import type { BookmarkMeta, ListMeta, Representation } from "./representation.ts";

const apiVersion = "meta.k8s.io/v1";

/** `as=PartialObjectMetadata`: names, labels and the like alone, which is all that many informers keep. */
export const partialMetadata: Representation = {
  key: "partial-metadata",

  object(_: Resource, object: KubeObject): string {
    return JSON.stringify(partialObject(object));
  },

  list(_: Resource, objects: readonly KubeObject[], metadata: ListMeta): string {
    const items = objects.map(partialObject);
    return JSON.stringify({ kind: "PartialObjectMetadataList", apiVersion, metadata, items });
  },

  bookmark(_: Resource, metadata: BookmarkMeta): string {
    return JSON.stringify({
      kind: "PartialObjectMetadata",
      apiVersion,
      metadata: { creationTimestamp: null, ...metadata },
    });
  },

  get following() {
    return partialMetadata;
  },
};

/** An object with its metadata alone, as it also stands in the rows of a Table. */
export function partialObject({ metadata }: KubeObject) {
  return { kind: "PartialObjectMetadata", apiVersion, metadata };
}
