import { random } from "../random.ts";
import type { Workload, WorkloadType } from "../workload.ts";
import { batch } from "./batch.ts";
import { bootStorm } from "./boot-storm.ts";
import { crashLoop } from "./crash-loop.ts";
import { custom } from "./custom.ts";
import { database } from "./database.ts";
import { idle } from "./idle.ts";
import { memoryLeak } from "./memory-leak.ts";
import { noisyNeighbour } from "./noisy-neighbour.ts";
import type { Load, Parameter, ParameterName } from "./parameters.ts";
import { web } from "./web.ts";
import { windowsDesktop } from "./windows-desktop.ts";
import type { WorkloadKind } from "./workload-kind.ts";

/** Every workload, by the name that a scenario gives it. */
export const workloadKinds: Readonly<Record<WorkloadType, WorkloadKind>> = {
  idle,
  web,
  database,
  batch,
  "memory-leak": memoryLeak,
  "noisy-neighbour": noisyNeighbour,
  "boot-storm": bootStorm,
  "windows-desktop": windowsDesktop,
  "crash-loop": crashLoop,
  custom,
};

/**
 * What a VM's workload comes to: each parameter as given, else its default with the VM's own deviation.
 *
 * A workload can come from an annotation that nobody checked: a number that is none or out of range is
 * brought into range, a name that is not known does nothing.
 *
 * @param key whose load it is: namespace/name
 */
export function loadOf({ type, parameters }: Workload, seed: number, key: string): Load {
  const draw = random(seed, key, "load");
  const valueOf = ([name, known]: [string, Parameter]): [string, number] => {
    const deviation = 1 + known.spread * (2 * draw() - 1);
    const given = parameters[name];
    const value = given === undefined || Number.isNaN(given) ? known.default * deviation : given;
    return [name, Math.min(known.maximum, Math.max(known.minimum, value))];
  };
  const known = Object.entries(workloadKinds[type].parameters);
  return Object.fromEntries(known.map(valueOf)) as Record<ParameterName, number>;
}
