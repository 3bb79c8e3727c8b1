import type { Scenario } from "../scenario/scenario.ts";

/** Virt-operator, virt-api and virt-controller, two pods each. */
const deploymentPods = 6;
/** Measured with Node 20: from the command's start until the first process is asked for, and a core's time for each. */
const fixedSeconds = 2;
const coreSecondsPerProcess = 0.45;
/** How much earlier than the start the components were rolled out: the kubelet's delays all lie in between. */
const rollOutAheadSeconds = 5;

export interface StartUpTime {
  /** From now until t = 0, when everything is expected to be ready, in seconds. */
  readonly untilReadySeconds: number;
  /** How long before t = 0 the component pods are rolled out, in seconds. */
  readonly rollOutSeconds: number;
}

/** How long a cluster is expected to take until it is ready, on a machine with so many cores. */
export function startUpTime({ nodes }: Pick<Scenario, "nodes">, cores: number): StartUpTime {
  const processes = 1 + deploymentPods + nodes.length;
  const untilReadySeconds = fixedSeconds + (coreSecondsPerProcess * processes) / cores;
  return { untilReadySeconds, rollOutSeconds: untilReadySeconds + rollOutAheadSeconds };
}
