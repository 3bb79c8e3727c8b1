import { checkAllFit } from "./checks/capacity.ts";
import { Fleet } from "./checks/fleet.ts";
import { checkNodeLabels } from "./checks/nodes.ts";
import { checkVirtualMachine } from "./checks/virtual-machines.ts";
import { checkRuleFiles } from "./checks/rule-files.ts";
import type { Complain } from "./complaint.ts";
import { buildTimeline } from "./timeline/events.ts";
import { refuseTooMany } from "./fleet/too-many.ts";
import { expandManifests } from "./fleet/manifests.ts";
import { expandNodes, expandVirtualMachines } from "./fleet/expand.ts";
import type { Scenario } from "./scenario.ts";
import type { ScenarioSource } from "./scenario-source.ts";
import type { UsableShape } from "./shape.ts";
import { refuseUnsupported } from "./supported.ts";

/**
 * The scenario that a file of the right shape describes, everything expanded; says what makes no sense.
 *
 * What it returns is good only if nothing was said, here or of the shape; undefined if it is far too large.
 */
export function buildScenario(
  shape: UsableShape,
  source: ScenarioSource,
  complain: Complain,
): Scenario | undefined {
  const { file } = shape;
  refuseUnsupported(shape, complain);
  checkRuleFiles(file.prometheus.ruleFiles, source, complain);
  if (refuseTooMany(shape, complain)) return undefined;
  const nodes = expandNodes(shape, complain);
  const vms = expandVirtualMachines(shape, complain);
  const objects = expandManifests(shape, vms, source, complain);
  // The node or label that is missed may be the one that is wrong: then nothing is said of nodes.
  const specs = nodes.map(({ value }) => value);
  const fleet = shape.isDamaged(["nodes"]) ? undefined : new Fleet(specs);
  checkNodeLabels(nodes, complain);
  for (const entry of vms.entries) checkVirtualMachine(entry, fleet, complain);
  if (fleet !== undefined) checkAllFit(vms.entries, fleet, file, complain);
  return {
    name: file.name ?? source.defaultName,
    description: file.description,
    seed: file.seed,
    durationSeconds: file.duration,
    kubevirt: { monitorNamespace: undefined, ...file.kubevirt },
    prometheus: {
      scrapeIntervalSeconds: file.prometheus.scrapeInterval,
      evaluationIntervalSeconds: file.prometheus.evaluationInterval,
      ruleFiles: file.prometheus.ruleFiles.map(source.absolute),
    },
    kubeStateMetrics: file.kubeStateMetrics,
    nodes: specs,
    virtualMachines: vms.all.map(({ value }) => value),
    manifests: objects.map(({ value }) => value),
    timeline: buildTimeline({ shape, vms, objects, nodes: fleet && specs, source }, complain),
  };
}
