import type { Scenario } from "../../scenario/scenario.ts";
import type { ClusterStatus } from "../../wire/channel.ts";
import { whatCauseDoes } from "../timeline-text.ts";

/** What is going on in a running cluster: what `/status` answers. */
export interface ClusterNow {
  /** Seconds since the timeline began; below 0 before that. */
  readonly t: number;
  readonly componentsReady: number;
  readonly componentsWanted: number;
  readonly runningInstances: number;
  readonly activeFaults: readonly FaultNow[];
  /** Absent when nothing more happens. */
  readonly nextEvent?: EventToCome;
}

export interface FaultNow {
  readonly name: string;
  /** In words, with its end. */
  readonly does: string;
}

export interface EventToCome {
  readonly name: string;
  readonly atSeconds: number;
  /** In words. */
  readonly does: string;
}

/** Puts into words what the apiserver's process tells. */
export function clusterNow(scenario: Scenario, status: ClusterStatus, t: number): ClusterNow {
  const { componentsReady, componentsWanted, runningInstances, activeFaults, nextEvent } = status;
  return {
    t: Math.round(t * 10) / 10,
    componentsReady,
    componentsWanted,
    runningInstances,
    activeFaults: activeFaults.map((name) => ({ name, does: whatCauseDoes(scenario, name) ?? name })),
    ...(nextEvent === undefined
      ? {}
      : { nextEvent: { ...nextEvent, does: whatCauseDoes(scenario, nextEvent.name) ?? nextEvent.name } }),
  };
}
