import type { PolicyRule } from "../../store/objects/rbac.ts";
import type { Authorizer } from "../authorization/authorizer.ts";
import { listAt } from "../field-access.ts";
import { mastersGroup, type Identity } from "../identity.ts";

const everything: readonly PolicyRule[] = [
  { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
  { verbs: ["*"], nonResourceURLs: ["*"] },
];

/** What someone may do in a namespace, for `kubectl auth can-i --list`. */
export function rulesStatus(authorizer: Authorizer, identity: Identity, namespace: string): object {
  const rules = identity.groups.includes(mastersGroup)
    ? everything
    : authorizer.rulesFor(identity, namespace);
  const resourceRules = rules
    .filter((rule) => listAt(rule, "resources").length > 0)
    .map(({ verbs, apiGroups = [], resources = [], resourceNames }) => ({
      verbs,
      apiGroups,
      resources,
      ...(resourceNames === undefined ? {} : { resourceNames }),
    }));
  const nonResourceRules = rules
    .filter((rule) => listAt(rule, "nonResourceURLs").length > 0)
    .map(({ verbs, nonResourceURLs = [] }) => ({ verbs, nonResourceURLs }));
  return { resourceRules, nonResourceRules, incomplete: false };
}
