import type { KubeObject } from "../../store/object.ts";
import type { Resource } from "../resource.ts";

export interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** A shape in which objects are sent: whole, as rows of a Table, or their metadata alone. */
export interface Representation {
  /** The same key stands for the same bytes: what one watcher was sent another can be sent too. */
  readonly key: string;
  /** One object, as GET answers with it and a watch event carries it. */
  object(resource: Resource, object: KubeObject): string;
  list(resource: Resource, objects: readonly KubeObject[], meta: ListMeta): string;
  /** What a BOOKMARK carries. */
  bookmark(resource: Resource, metadata: BookmarkMeta): string;
  /** For what follows the first event of a watch; the same as this one where that makes no difference. */
  readonly following: Representation;
}

export interface BookmarkMeta {
  readonly resourceVersion: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The object under the version that the resource is served in. */
export function served({ apiVersion }: Resource, object: KubeObject): KubeObject {
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

/** `Pod` → `PodList`; `Endpoints` → `EndpointsList`. */
export function listKindOf({ kind }: Resource): string {
  return `${kind.kind}List`;
}
