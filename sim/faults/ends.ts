import type { FaultEnd } from "./fault.ts";

/** Who is at an end of a faulty way, in plain English: "virt-handler on nodes with zone=rack-a". */
export function describeEnd(end: FaultEnd, everyone: string): string {
  const { component, pod, labels, node, nodeSelector, percent } = end;
  const which = [
    ...(pod === undefined ? [] : [`in pod ${pod}`]),
    ...(labels === undefined ? [] : [`with ${describeLabels(labels)}`]),
    ...(node === undefined ? [] : [`on ${node}`]),
    ...(nodeSelector === undefined ? [] : [`on nodes with ${describeLabels(nodeSelector)}`]),
  ];
  const isEveryone = component === undefined && which.length === 0 && percent === undefined;
  const who = isEveryone ? everyone : (component ?? "every component");
  const whole = [who === "apiserver" ? "the apiserver" : who, ...which].join(" ");
  return percent === undefined ? whole : `${percent} % of ${whole}`;
}

function describeLabels(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(" and ");
}
