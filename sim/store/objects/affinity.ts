/** The parts of a pod's `spec.affinity` that are demands; preferences are left to the scheduler's own judgement. */
export interface Affinity {
  readonly nodeAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: {
      readonly nodeSelectorTerms: readonly { readonly matchExpressions?: readonly Requirement[] }[];
    };
  };
  readonly podAntiAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[];
    readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly object[];
  };
}

export interface Requirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
  readonly values?: readonly string[];
}

interface PodAffinityTerm {
  readonly labelSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly topologyKey: string;
}
