import type { Hypervisors } from "../hypervisors.ts";
import type { Machines } from "../machines.ts";

/** What the life of VMIs rests on beside the objects. */
export interface InstanceControllerOptions {
  readonly hypervisors: Hypervisors;
  readonly machines: Machines;
  /** The image new launcher pods run. */
  readonly launcherImage: () => string;
}
