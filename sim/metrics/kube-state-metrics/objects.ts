/** The parts of Kubernetes' objects that kube-state-metrics' families are made of. */

export interface StateObject {
  readonly metadata: {
    readonly uid: string;
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly {
      readonly kind: string;
      readonly name: string;
      readonly controller?: boolean;
    }[];
  };
}

/** Kubernetes quantities by resource name. */
export type ResourceList = Readonly<Record<string, string>>;

export interface StatePod extends StateObject {
  readonly spec: {
    readonly containers: readonly {
      readonly name: string;
      readonly resources?: { readonly requests?: ResourceList };
    }[];
    readonly nodeName?: string;
    readonly priorityClassName?: unknown;
    readonly hostNetwork?: unknown;
  };
  readonly status: {
    readonly phase?: string;
    readonly hostIP?: string;
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

export interface StateNode extends StateObject {
  readonly spec: {
    readonly podCIDR?: string;
    readonly providerID?: string;
    readonly unschedulable?: boolean;
  };
  readonly status: {
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly capacity?: ResourceList;
    readonly allocatable?: ResourceList;
    readonly nodeInfo?: Readonly<Record<string, string>>;
  };
}

export interface StateDeployment extends StateObject {
  readonly spec: { readonly replicas?: number };
}

export interface StateDaemonSet extends StateObject {
  readonly status: { readonly desiredNumberScheduled?: number; readonly numberReady?: number };
}

export interface StateClaim extends StateObject {
  readonly spec: {
    readonly resources?: { readonly requests?: ResourceList };
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly volumeName?: string;
  };
}
