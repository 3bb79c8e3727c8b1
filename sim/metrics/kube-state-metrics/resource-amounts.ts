import { parseQuantity } from "../../model/quantity.ts";
import { sanitized } from "./labels-family.ts";
import type { ResourceList } from "./objects.ts";
import type { StateSample } from "./state-family.ts";

/** Whether an amount is shown to the thousandth, or rounded up to a whole number. */
type Precision = "exact" | "whole";

/**
 * A sample for each resource of a list that has a unit: CPU in cores, what is stored in bytes, devices by
 * their number. Others, such as those of no domain that Kubernetes does not know, are left out.
 *
 * @param precision of all but CPU, which is always exact
 */
export function amountsOf(
  resources: ResourceList | undefined,
  labels: Readonly<Record<string, string>>,
  precision: Precision,
): readonly StateSample[] {
  return Object.entries(resources ?? {}).flatMap(([name, quantity]) => {
    const unit = unitOf(name);
    const amount = parseQuantity(quantity);
    if (unit === undefined || amount === undefined) return [];
    const value =
      unit === "core" || precision === "exact" ? Math.ceil(amount * 1000) / 1000 : Math.ceil(amount);
    return [{ labels: { ...labels, resource: sanitized(name), unit }, value }];
  });
}

const units: Readonly<Record<string, string>> = {
  cpu: "core",
  memory: "byte",
  storage: "byte",
  "ephemeral-storage": "byte",
  pods: "integer",
};

function unitOf(resource: string): string | undefined {
  if (Object.hasOwn(units, resource)) return units[resource];
  if (/^(hugepages-|attachable-volumes-)/.test(resource)) return "byte";
  // Extended resources have a domain that is not Kubernetes' own.
  const [domain = "", name] = resource.split("/");
  return name === undefined || /(^|\.)kubernetes\.io$/.test(domain) ? undefined : "integer";
}
