import type { Complain } from "../complaint.ts";
import type { Replicated } from "./replicas.ts";
import { mostNodes } from "../schema/node.ts";
import { mostVirtualMachines } from "../schema/virtual-machine.ts";
import type { UsableShape } from "../shape.ts";

/** Refuses fleets that would fill the memory. Returns whether it did: then nothing may be expanded. */
export function refuseTooMany({ file }: UsableShape, complain: Complain): boolean {
  const tooManyNodes = refuseMore("nodes", "nodes", file.nodes, mostNodes, complain);
  const tooManyVms = refuseMore(
    "virtualMachines",
    "VMs",
    file.virtualMachines,
    mostVirtualMachines,
    complain,
  );
  return tooManyNodes || tooManyVms;
}

/** One of a manifest has no `replicas`: it is one. */
type Entry = Pick<Replicated, "replicas"> | { readonly manifest: string };

function refuseMore(
  key: string,
  what: string,
  entries: number | readonly Entry[],
  most: number,
  complain: Complain,
): boolean {
  const count = typeof entries === "number" ? entries : replicasIn(entries);
  if (count <= most) return false;
  complain({
    path: [key],
    part: "key",
    message: `expected at most ${most} ${what}, got ${count}`,
    fix: "have fewer.",
  });
  return true;
}

/** How many things the entries stand for. */
export function replicasIn(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + ("replicas" in entry ? (entry.replicas ?? 1) : 1), 0);
}
