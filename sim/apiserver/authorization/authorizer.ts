import type { KubeObject } from "../../store/object.ts";
import {
  clusterRoleBindingKind,
  clusterRoleKind,
  roleBindingKind,
  roleKind,
  type PolicyRule,
  type RoleBinding,
} from "../../store/objects/rbac.ts";
import type { Kind } from "../../store/kinds.ts";
import type { Store } from "../../store/store.ts";
import { entriesAt, listAt, textAt } from "../field-access.ts";
import { mastersGroup, serviceAccountOf, type Identity } from "../identity.ts";
import type { Attributes } from "./attributes.ts";
import { ruleAllows } from "./rules.ts";

/** What someone may do: everywhere, and in single namespaces. */
interface Grants {
  readonly everywhere: readonly PolicyRule[];
  readonly byNamespace: ReadonlyMap<string, readonly PolicyRule[]>;
}

const rbacKinds: ReadonlySet<Kind> = new Set<Kind>([
  roleKind,
  clusterRoleKind,
  roleBindingKind,
  clusterRoleBindingKind,
]);

/** More users than a cluster has: past it what is remembered starts anew. */
const mostRemembered = 1_000;

/**
 * RBAC as the Role, ClusterRole and binding objects in the store have it at this moment. What each user may
 * do is remembered until one of them changes.
 */
export class Authorizer {
  readonly #store: Store;
  readonly #grants = new Map<string, Grants>();
  readonly #unsubscribe: () => void;

  constructor(store: Store) {
    this.#store = store;
    this.#unsubscribe = store.subscribe(({ kind }) => {
      if (rbacKinds.has(kind)) this.#grants.clear();
    });
  }

  allows(identity: Identity, attributes: Attributes): boolean {
    if (identity.groups.includes(mastersGroup)) return true;
    const namespace = "path" in attributes ? undefined : attributes.namespace;
    return this.rulesFor(identity, namespace).some((rule) => ruleAllows(rule, attributes));
  }

  /** All rules that hold for someone in a namespace, or at the cluster scope. */
  rulesFor(identity: Identity, namespace: string | undefined): readonly PolicyRule[] {
    const { everywhere, byNamespace } = this.#grantsOf(identity);
    return namespace === undefined ? everywhere : [...everywhere, ...(byNamespace.get(namespace) ?? [])];
  }

  close(): void {
    this.#unsubscribe();
  }

  #grantsOf(identity: Identity): Grants {
    const key = JSON.stringify([identity.name, ...identity.groups]);
    let grants = this.#grants.get(key);
    if (grants === undefined) {
      if (this.#grants.size >= mostRemembered) this.#grants.clear();
      this.#grants.set(key, (grants = this.#collect(identity)));
    }
    return grants;
  }

  #collect(identity: Identity): Grants {
    const everywhere = this.#store
      .list(clusterRoleBindingKind)
      .filter((binding) => binds(binding, identity))
      .flatMap((binding) => this.#rulesOf(binding));
    const byNamespace = new Map<string, PolicyRule[]>();
    for (const binding of this.#store.list(roleBindingKind)) {
      if (!binds(binding, identity)) continue;
      const namespace = binding.metadata.namespace ?? "";
      byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), ...this.#rulesOf(binding)]);
    }
    return { everywhere, byNamespace };
  }

  #rulesOf(binding: RoleBinding): readonly PolicyRule[] {
    const name = textAt(binding, "roleRef.name") ?? "";
    if (textAt(binding, "roleRef.kind") !== "ClusterRole")
      return rulesIn(this.#store.get(roleKind, binding.metadata.namespace, name));
    const role = this.#store.get(clusterRoleKind, undefined, name);
    return [...rulesIn(role), ...this.#aggregated(role)];
  }

  /** The rules of the ClusterRoles that a role takes in by their labels. */
  #aggregated(role: KubeObject | undefined): readonly PolicyRule[] {
    const selectors = listAt(role, "aggregationRule.clusterRoleSelectors");
    if (selectors.length === 0) return [];
    const wanted = selectors.map((selector) => entriesAt(selector, "matchLabels"));
    return this.#store
      .list(clusterRoleKind)
      .filter(({ metadata: { labels } }) =>
        wanted.some((pairs) => pairs.length > 0 && pairs.every(([key, value]) => labels?.[key] === value)),
      )
      .flatMap(rulesIn);
  }
}

function rulesIn(role: KubeObject | undefined): readonly PolicyRule[] {
  return listAt(role, "rules") as readonly PolicyRule[];
}

function binds(binding: KubeObject, identity: Identity): boolean {
  const account = serviceAccountOf(identity.name);
  return listAt(binding, "subjects").some((subject) => {
    const name = textAt(subject, "name");
    switch (textAt(subject, "kind")) {
      case "User":
        return name === identity.name;
      case "Group":
        return name !== undefined && identity.groups.includes(name);
      case "ServiceAccount":
        return (
          account?.name === name &&
          account?.namespace === (textAt(subject, "namespace") ?? binding.metadata.namespace)
        );
      default:
        return false;
    }
  });
}
