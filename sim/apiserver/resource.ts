import type { Kind } from "../store/kinds.ts";
import type { ScalePaths } from "../store/objects/defined-versions.ts";
import type { StructuralSchema } from "./structural/schema.ts";
import type { Subresource } from "./subresources.ts";
import type { Column } from "./tables/table.ts";

/** A kind as the API server serves it under one version. */
export interface Resource {
  /** Carries the version that objects are kept in. */
  readonly kind: Kind;
  /** The group and version it is served under here. */
  readonly group: string;
  readonly version: string;
  /** `apiVersion` of what goes out and comes in here. */
  readonly apiVersion: string;
  /** Defined by a CustomResourceDefinition: no strategic merge patch. */
  readonly custom: boolean;
  /** Not known to the simulator otherwise: objects may look as they like. */
  readonly userDefined: boolean;
  /** Only asked with: what is created is answered, and nothing of it kept. */
  readonly review: boolean;
  /** Without any, only its subresources are served. */
  readonly verbs: readonly string[];
  readonly subresources: readonly Subresource[];
  readonly scale: ScalePaths | undefined;
  /** What `kubectl get` shows. */
  readonly columns: readonly Column[];
  /** What its definition says objects look like. */
  readonly structure: StructuralSchema | undefined;
}
