import type { KubeObject } from "../../store/object.ts";

/** What a patch led to. */
export interface Patched {
  readonly object: KubeObject;
  /** An apply made the object. */
  readonly created: boolean;
}
