import { checkFits, runsAtStart } from "./capacity.ts";
import type { Complain, Path, Placed } from "../complaint.ts";
import type { Fleet } from "./fleet.ts";
import type { CreatedVirtualMachine, DescribedVirtualMachine } from "../schema/virtual-machine.ts";

type Entry = Placed<DescribedVirtualMachine | CreatedVirtualMachine>;

/** Refuses what no VM could have or be: two disks of a name, more memory than any node. */
export function checkVirtualMachine(entry: Entry, fleet: Fleet | undefined, complain: Complain): void {
  const { path, value } = entry;
  refuseSameNames(value.disks, [...path, "disks"], "disk", complain);
  refuseSameNames(value.interfaces, [...path, "interfaces"], "interface", complain);
  refusePast(entry, complain);
  if (fleet === undefined) return;
  const problem = fleet.problemOfSelector(value.nodeSelector);
  if (problem === undefined) checkFits(entry, fleet, complain);
  else complain({ path: [...path, "nodeSelector"], ...problem });
}

/** A VM that does not run at t = 0 cannot have been running until then. */
function refusePast({ path, value }: Entry, complain: Complain): void {
  if (!("uptime" in value) || runsAtStart(value.runStrategy)) return;
  complain({
    path: [...path, "uptime"],
    message: `a VM with runStrategy: ${value.runStrategy} does not run at t = 0, and has no uptime then`,
    fix: "delete uptime, or write runStrategy: Always.",
  });
}

function refuseSameNames(
  things: readonly { readonly name: string }[],
  path: Path,
  what: string,
  complain: Complain,
): void {
  const seen = new Set<string>();
  things.forEach(({ name }, index) => {
    if (seen.has(name)) {
      complain({
        path: [...path, index, "name"],
        message: `the VM has two ${what}s named ${name}`,
        fix: "give one of the two another name.",
      });
    }
    seen.add(name);
  });
}
