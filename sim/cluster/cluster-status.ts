import type { Clock } from "../clock/clock.ts";
import { programKinds } from "../model/components.ts";
import { podIsReady, podsByComponent } from "../store/objects/pod.ts";
import { daemonSetKind, deploymentKind } from "../store/objects/workloads.ts";
import type { ClusterStatus } from "../wire/channel.ts";
import type { Simulation } from "./simulation.ts";

const lookMillis = 200;

/** Tells the cluster's status now and whenever it has changed, for as long as the process lives. */
export function startStatusReports(
  simulation: Simulation,
  clock: Clock,
  tell: (status: ClusterStatus) => void,
): void {
  const count = componentCounter(simulation);
  let told = "";
  function look(): void {
    const { hypervisors, faults, player } = simulation;
    const { next } = player;
    const news = {
      ...count(),
      runningInstances: hypervisors.size,
      activeFaults: faults.names,
      nextEvent: next && { name: next.name, atSeconds: next.atSeconds },
    };
    const text = JSON.stringify(news);
    if (text === told) return;
    told = text;
    tell({ t: clock.now(), ...news });
  }
  look();
  setInterval(look, lookMillis);
}

/** Counts components, anew only when something was written. */
function componentCounter({ store }: Simulation) {
  let seen = -1;
  let counts = { componentsReady: 0, componentsWanted: 0 };
  return () => {
    if (store.resourceVersion === seen) return counts;
    seen = store.resourceVersion;
    const pods = programKinds.flatMap((component) => store.by(podsByComponent, component));
    const replicas = store.list(deploymentKind).map(({ spec }) => spec.replicas);
    const onNodes = store.list(daemonSetKind).map(({ status }) => status.desiredNumberScheduled);
    counts = {
      componentsReady: pods.filter(podIsReady).length,
      componentsWanted: [...replicas, ...onNodes].reduce((sum, wanted) => sum + wanted, 0),
    };
    return counts;
  };
}
