import { faultKinds } from "../../faults/registry.ts";
import type { Complain, Path } from "../complaint.ts";
import type { Fleet } from "./fleet.ts";
import type { FaultEntry } from "../schema/fault.ts";
import type { Placed } from "../complaint.ts";

type End = FaultEntry["to"];

/**
 * Refuses faults that could hit nothing, or not what they say.
 *
 * A connection is accepted before anyone knows who calls, so a fault is told by the listener: on the way to
 * the apiserver each component has one of its own, on the way to a component's metrics all callers share one.
 */
export function checkFault(
  { path, value: fault }: Placed<FaultEntry>,
  fleet: Fleet | undefined,
  complain: Complain,
): void {
  const { from = {}, to } = fault;
  checkPlace(from, [...path, "from"], fleet, complain);
  checkPlace(to, [...path, "to"], fleet, complain);
  if (fault.from !== undefined && isEmpty(fault.from)) {
    complain({
      path: [...path, "from"],
      message: "expected component, pod, labels, node or nodeSelector",
      fix: "say who is hit, or delete the line so that everyone is.",
    });
  }
  if (from.component === "apiserver") {
    complain({
      path: [...path, "from", "component"],
      message: "the apiserver calls none of the components here",
      fix: "turn the fault round: from: {component: virt-handler}, to: {component: apiserver}.",
    });
  }
  checkTarget(to, from, path, complain);
  checkScope({ path, value: fault }, complain);
  const problem = faultKinds[fault.fault].problem(fault.settings);
  if (problem === undefined) return;
  const { setting, message, fix } = problem;
  complain({ path: [...path, setting], message, fix });
}

/** Refuses what only the apiserver can do elsewhere, and what befalls all of its clients for some of them. */
function checkScope(
  { path, value: { fault, from, to, settings } }: Placed<FaultEntry>,
  complain: Complain,
): void {
  const { scope } = faultKinds[fault];
  if (to.component !== "apiserver") {
    if (scope !== "any-way") {
      complain({
        path: [...path, "fault"],
        message: `${fault} befalls those who watch and list, and only the apiserver is asked for that`,
        fix: "write to: {component: apiserver}, or choose another kind of fault.",
      });
    } else if (settings["verb"] !== undefined) {
      complain({
        path: [...path, "verb"],
        part: "key",
        message: "only requests to the apiserver have a verb",
        fix: "delete it, or write to: {component: apiserver}.",
      });
    }
  } else if (scope === "apiserver" && from !== undefined) {
    complain({
      path: [...path, "from"],
      part: "key",
      message: `${fault} befalls the apiserver itself, and so everyone`,
      fix: "delete this key.",
    });
  }
}

function checkTarget(to: End, from: End, path: Path, complain: Complain): void {
  if (to.component === "apiserver") return;
  if (to.component === "prometheus") {
    complain({
      path: [...path, "to", "component"],
      message: "nothing here calls Prometheus; it calls the others",
      fix: "turn the fault round: from: {component: prometheus}, to: {component: virt-handler}.",
    });
  } else if (isEmpty(to)) {
    complain({
      path: [...path, "to"],
      message: "expected component, pod, labels, node or nodeSelector",
      fix: "write to: {component: apiserver}, or which component's metrics cannot be scraped.",
    });
  } else if (!isEmpty(from) && from.component !== "prometheus" && from.component !== "apiserver") {
    complain({
      path: [...path, "from"],
      message:
        "only scrapers call a component, so a fault on the way to one cannot come from another component",
      fix: "write from: {component: prometheus}, or delete the line, or write to: {component: apiserver}.",
    });
  }
}

/** Only component pods are on nodes. */
function checkPlace(end: End, path: Path, fleet: Fleet | undefined, complain: Complain): void {
  const isNowhere = end.component === "apiserver" || end.component === "prometheus";
  for (const key of ["pod", "labels", "node", "nodeSelector", "percent"] as const) {
    if (isNowhere && end[key] !== undefined) {
      complain({
        path: [...path, key],
        part: "key",
        message: `${end.component} has no pods that could be told apart here`,
        fix: "delete this key.",
      });
      return;
    }
  }
  checkNodes(end, path, fleet, complain);
}

/** Refuses a node or a nodeSelector that there is nothing to. */
export function checkNodes(
  { node, nodeSelector }: Pick<End, "node" | "nodeSelector">,
  path: Path,
  fleet: Fleet | undefined,
  complain: Complain,
): void {
  const byName = node === undefined ? undefined : fleet?.problemOfName(node);
  const bySelector = nodeSelector === undefined ? undefined : fleet?.problemOfSelector(nodeSelector);
  if (byName !== undefined) complain({ path: [...path, "node"], ...byName });
  if (bySelector !== undefined) complain({ path: [...path, "nodeSelector"], ...bySelector });
  if (node === undefined || nodeSelector === undefined || byName !== undefined || bySelector !== undefined)
    return;
  if (fleet === undefined || fleet.matching(nodeSelector).nodes.some(({ name }) => name === node)) return;
  complain({
    path: [...path, "node"],
    message: `the node ${node} does not have the labels of nodeSelector beside it`,
    fix: "delete one of the two.",
  });
}

function isEmpty(end: End): boolean {
  return Object.keys(end).length === 0;
}
