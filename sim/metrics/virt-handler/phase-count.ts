import type { Family, FamilyHead, SampleWriter } from "../family.ts";
import { compareText, renderLabels, utf8 } from "../labels.ts";
import type { Instance } from "./instance.ts";

/** `kubevirt_vmi_phase_count` of legacy releases: VMIs of the node by phase, in lower case. */
export function buildPhaseCount(
  head: FamilyHead,
  nodeName: string,
  instances: () => Iterable<Instance>,
): Family {
  return {
    name: head.name,
    help: head.help,
    type: head.type,
    append: (writer) => appendPhases(writer, utf8(head.name), nodeName, countPhases(instances())),
  };
}

function countPhases(instances: Iterable<Instance>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { phase } of instances) {
    const lower = phase.toLowerCase();
    counts.set(lower, (counts.get(lower) ?? 0) + 1);
  }
  return counts;
}

function appendPhases(
  writer: SampleWriter,
  start: Uint8Array,
  node: string,
  counts: ReadonlyMap<string, number>,
): void {
  for (const [phase, count] of [...counts].toSorted(([a], [b]) => compareText(a, b))) {
    writer.text(start);
    writer.text(
      renderLabels([
        { name: "node", value: node },
        { name: "phase", value: phase },
      ]),
    );
    writer.value(count);
  }
}
