import { kindNamed } from "../kinds.ts";
import type { KubeObject } from "../object.ts";

export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

export interface Role extends KubeObject {
  readonly rules: readonly PolicyRule[];
}

export interface ClusterRole extends Role {
  /** Whose rules count as its own: those of ClusterRoles with these labels. */
  readonly aggregationRule?: {
    readonly clusterRoleSelectors: readonly { readonly matchLabels?: Readonly<Record<string, string>> }[];
  };
}

export interface RoleBinding extends KubeObject {
  readonly roleRef: {
    readonly apiGroup: string;
    readonly kind: "Role" | "ClusterRole";
    readonly name: string;
  };
  readonly subjects: readonly {
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
    readonly apiGroup?: string;
  }[];
}

export const roleKind = kindNamed<Role>("roles", "rbac.authorization.k8s.io");
export const roleBindingKind = kindNamed<RoleBinding>("rolebindings", "rbac.authorization.k8s.io");
export const clusterRoleKind = kindNamed<ClusterRole>("clusterroles", "rbac.authorization.k8s.io");
export const clusterRoleBindingKind = kindNamed<RoleBinding>(
  "clusterrolebindings",
  "rbac.authorization.k8s.io",
);
