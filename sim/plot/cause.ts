import type { Manifest } from "../scenario/scenario.ts";
import type { World } from "../store/controllers/start.ts";
import type { ActiveFaults } from "./active-faults.ts";

/** Something a user or a machine does at a time: an API write, a process killed, a way cut. */
export interface Cause {
  /** Name of the timeline event, for people. */
  readonly name: string;
  readonly atSeconds: number;
  /** Does it. What follows from it is the controllers' affair. */
  readonly play: (stage: Stage) => void;
}

/** `kubectl apply` of one object. Returns why the API server did not take it; undefined when it did. */
export type Apply = (manifest: Manifest) => string | undefined;

/** What causes act on. */
export interface Stage extends World {
  readonly faults: ActiveFaults;
  readonly apply: Apply;
  /** Something was to be done that could not be; one message for the log. */
  readonly complain: (message: string) => void;
}
