import type { Scenario } from "../scenario/scenario.ts";
import { usualRollOutSeconds } from "./simulation.ts";
import { handlersShare, sharedProcesses } from "./workers/placement.ts";

/** Virt-operator, virt-api and virt-controller, two pods each. */
const deploymentPods = 6;
/** Measured with Node 20: the apiserver's own start, a core's time for each process, and the loading of its code. */
const fixedSeconds = 1.5;
const coreSecondsPerProcess = 0.45;
const loadSeconds = 0.4;
/** What one process does alone, however many cores there are: the past of each VM, the start of each virt-handler. */
const secondsPerInstance = 0.001;
const secondsPerSharedHandler = 0.03;
/** Beyond this a machine is not slow but stuck. */
const mostSlowness = 12;
/** How much earlier than the start the components have to be rolled out: the kubelet's delays lie in between. */
const rollOutAheadSeconds = 5;

export interface StartUpTime {
  /** From now until t = 0, when everything is expected to be ready, in seconds. */
  readonly untilReadySeconds: number;
  /** How long before t = 0 the component pods are rolled out, in seconds. */
  readonly rollOutSeconds: number;
}

/**
 * How long a cluster is expected to take until it is ready, on a machine with so many cores.
 *
 * @param measuredLoadSeconds how long the first process took to load its code: a slow or busy machine takes
 *   as much longer for all the rest
 */
export function startUpTime(
  {
    nodes,
    virtualMachines,
    kubeStateMetrics,
  }: Pick<Scenario, "nodes" | "virtualMachines" | "kubeStateMetrics">,
  cores: number,
  measuredLoadSeconds = loadSeconds,
): StartUpTime {
  const slowness = Math.min(Math.max(1, measuredLoadSeconds / loadSeconds), mostSlowness);
  const shared = handlersShare(nodes.length);
  const handlerProcesses = shared ? sharedProcesses(cores) : nodes.length;
  const processes = deploymentPods + handlerProcesses + (kubeStateMetrics ? 1 : 0);
  const untilReadySeconds =
    slowness *
    (fixedSeconds +
      (coreSecondsPerProcess * processes) / cores +
      secondsPerInstance * virtualMachines.length +
      (shared ? secondsPerSharedHandler * nodes.length : 0));
  // Names depend on when a pod was made: as long as it suffices it is the same t on every machine.
  const rollOutSeconds = Math.max(usualRollOutSeconds, untilReadySeconds + rollOutAheadSeconds);
  return { untilReadySeconds, rollOutSeconds };
}
