/** The parts of Kubernetes' and KubeVirt's objects that virt-controller's metrics are made of. */

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string | null;
}

export interface PhaseTransition {
  readonly phase: string;
  readonly phaseTransitionTimestamp: string;
}

/** Anything of an object that is looked at without knowing its exact type. */
export type Fields = Readonly<Record<string, unknown>>;

export interface InstanceSpec {
  readonly domain: {
    readonly cpu?: { readonly cores?: number; readonly sockets?: number; readonly threads?: number };
    readonly memory?: { readonly guest?: string; readonly hugepages?: { readonly pageSize?: string } };
    readonly machine?: { readonly type: string };
    readonly resources?: {
      readonly requests?: Readonly<Record<string, string>>;
      readonly limits?: Readonly<Record<string, string>>;
    };
    readonly devices: { readonly interfaces?: readonly (Fields & { readonly name: string })[] };
  };
  readonly networks?: readonly (Fields & { readonly name: string })[];
  readonly volumes?: readonly (Fields & { readonly name: string })[];
  readonly evictionStrategy?: string;
}

export interface Instance {
  readonly metadata: ObjectMeta;
  readonly spec: InstanceSpec;
  readonly status: {
    readonly phase?: string;
    readonly nodeName?: string;
    readonly conditions?: readonly Condition[];
    readonly interfaces?: readonly object[];
    readonly guestOSInfo?: object;
    readonly phaseTransitionTimestamps?: readonly PhaseTransition[];
    readonly [field: string]: unknown;
  };
}

export interface Machine {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly template?: {
      readonly metadata?: Pick<ObjectMeta, "labels" | "annotations">;
      readonly spec: InstanceSpec;
    };
    readonly [field: string]: unknown;
  };
  readonly status?: {
    readonly printableStatus?: string;
    readonly conditions?: readonly Condition[];
  };
}

export interface Migration {
  readonly metadata: ObjectMeta;
  readonly spec: { readonly vmiName: string };
  readonly status?: {
    readonly phase?: string;
    readonly phaseTransitionTimestamps?: readonly PhaseTransition[];
  };
}

/** The vendor that an instance type or a preference is labelled with; undefined if there is no such object. */
export type VendorOf = (
  kind: "instancetype" | "preference",
  name: string,
  namespace: string | undefined,
) => string | undefined;

/** Seconds since 1970 of a Kubernetes timestamp. */
export function unixSeconds(timestamp: string): number {
  return Math.floor(Date.parse(timestamp) / 1000);
}

/** The string in a field of an object whose type is not known exactly; empty where there is none. */
export function textOf(object: unknown, field: string): string {
  const value = (object as Fields | undefined | null)?.[field];
  return typeof value === "string" ? value : "";
}
