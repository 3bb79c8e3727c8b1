import { faultKind } from "../faults/registry.ts";
import type { CrashTarget, Scenario, TimelineEvent, VirtualMachineRef } from "../scenario/scenario.ts";

/** The suffix under which the plot plays the end of a fault. */
const end = ".end";

/** What a cause of the timeline does, in words; undefined for what is no event of the timeline. */
export function describeEvent({ timeline }: Scenario, causeName: string): string | undefined {
  const event = timeline.find(({ name }) => name === causeName);
  if (event !== undefined) return `${causeName}: ${describe(event)}`;
  const ended = timeline.find(({ name }) => `${name}${end}` === causeName);
  return ended && `${ended.name}: is over`;
}

function describe(event: TimelineEvent): string {
  if ("fault" in event) return `${event.fault.kind}. ${faultKind(event.fault.kind).explain(event.fault)}`;
  if ("create" in event) return `create ${nameOf(event.create)}`;
  if ("start" in event) return `start ${nameOf(event.start)}`;
  if ("stop" in event) return `stop ${nameOf(event.stop)}`;
  if ("delete" in event) return `delete ${nameOf(event.delete)}`;
  return `crash ${targetOf(event.crash)}`;
}

function nameOf({ namespace, name }: VirtualMachineRef): string {
  return `${namespace}/${name}`;
}

function targetOf({ component, node }: CrashTarget): string {
  return node === undefined ? component : `${component} on ${node}`;
}
