import type { FaultEnd } from "./fault.ts";

/** Who is at an end of a faulty way, in plain English: "virt-handler on nodes with zone=rack-a". */
export function describeEnd({ component, node, nodeSelector }: FaultEnd, everyone: string): string {
  const labels = Object.entries(nodeSelector ?? {}).map(([key, value]) => `${key}=${value}`);
  const where = [
    ...(node === undefined ? [] : [`on ${node}`]),
    ...(labels.length === 0 ? [] : [`on nodes with ${labels.join(" and ")}`]),
  ];
  const who = component === "apiserver" ? "the apiserver" : component;
  return [who ?? (where.length === 0 ? everyone : "every component"), ...where].join(" ");
}
