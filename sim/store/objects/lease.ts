import { kindNamed } from "../kinds.ts";
import type { KubeObject } from "../object.ts";

export interface Lease extends KubeObject {
  readonly spec: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    /** MicroTime. */
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

export const leaseKind = kindNamed<Lease>("leases", "coordination.k8s.io");
