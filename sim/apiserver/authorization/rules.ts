import type { PolicyRule } from "../../store/objects/rbac.ts";
import { listAt } from "../field-access.ts";
import type { Attributes } from "./attributes.ts";

/** Whether one rule of a role allows it. Rules are read as users wrote them, so any part may be missing. */
export function ruleAllows(rule: PolicyRule, attributes: Attributes): boolean {
  if (!has(rule, "verbs", attributes.verb)) return false;
  if ("path" in attributes)
    return listAt(rule, "nonResourceURLs").some((url) => covers(url, attributes.path));
  return (
    has(rule, "apiGroups", attributes.group) &&
    listAt(rule, "resources").some((resource) => names(resource, attributes.resource)) &&
    allowsName(rule, attributes.name)
  );
}

function has(rule: PolicyRule, field: string, wanted: string): boolean {
  return listAt(rule, field).some((value) => value === "*" || value === wanted);
}

/** A rule's `pods`, `pods/log`, `*` or `* / log` (written without blanks) against `pods/log`. */
function names(rule: unknown, resource: string): boolean {
  if (rule === "*" || rule === resource) return true;
  const [, subresource] = resource.split("/");
  return subresource !== undefined && rule === `*/${subresource}`;
}

function allowsName(rule: PolicyRule, name: string | undefined): boolean {
  const allowed = listAt(rule, "resourceNames");
  return allowed.length === 0 || (name !== undefined && allowed.includes(name));
}

/** `/healthz` and `/api/*` against a path. */
function covers(url: unknown, path: string): boolean {
  if (typeof url !== "string") return false;
  return url.endsWith("*") ? path.startsWith(url.slice(0, -1)) : url === path;
}
