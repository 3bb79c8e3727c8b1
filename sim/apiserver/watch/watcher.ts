import type { Representation } from "../representation/representation.ts";
import type { Resource } from "../resource.ts";
import type { Selection } from "../selectors/selection.ts";
import type { Change } from "./change.ts";

/** What one client watches, and how it wants to be told. */
export interface Watch {
  readonly resource: Resource;
  /** Undefined: all namespaces. */
  readonly namespace: string | undefined;
  readonly selection: Selection;
  readonly representation: Representation;
  /** Tell of everything after this resourceVersion; undefined: tell of all there is first. */
  readonly after: number | undefined;
  /** Whether a bookmark says when all there was has been told. */
  readonly endOfInitialEvents: boolean;
  readonly bookmarks: boolean;
  readonly timeoutSeconds: number;
}

/** Who is told of changes. */
export interface Watcher {
  readonly watch: Watch;
  /** Of a change that may concern it. */
  tell(change: Change): void;
  /** There is no more to be told. */
  end(): void;
}
