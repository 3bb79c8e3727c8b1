import { ManualClock } from "../../sim/clock/manual.ts";
import { Simulation } from "../../sim/cluster/simulation.ts";
import type { AddressPlan } from "../../sim/model/addresses.ts";
import { playVerb } from "../../sim/plot/verbs.ts";
import type { Scenario, TimelineVerb } from "../../sim/scenario/scenario.ts";
import type {
  ComponentContainer,
  ContainerEvent,
  ContainerRuntime,
  InstanceWrite,
} from "../../sim/store/container-runtime.ts";

export const testPlan: AddressPlan = {
  pod: (index) => ({ ip: `10.244.0.${index + 2}`, port: 8443 }),
  front: (index) => ({ ip: `10.245.0.${index + 2}`, port: 6443 }),
  launcherIp: (index) => `10.246.${index >> 8}.${index % 256}`,
  nodeIp: (index) => `192.168.66.${index + 101}`,
};

/** A runtime whose processes are ready as soon as they are started, and end as soon as they are killed. */
export class InstantRuntime implements ContainerRuntime {
  readonly running = new Map<string, ComponentContainer>();
  #listener: (event: ContainerEvent) => void = () => undefined;

  start(container: ComponentContainer): void {
    this.running.set(container.podUid, container);
    this.#listener({ type: "started", podUid: container.podUid, pid: 1 });
    this.#listener({ type: "ready", podUid: container.podUid, pid: 1 });
  }

  kill(podUid: string, graceSeconds: number): void {
    if (this.running.delete(podUid)) {
      this.#listener({ type: "exited", podUid, exitCode: graceSeconds === 0 ? 137 : 0 });
    }
  }

  /** At once, as long as the virt-handler runs. */
  write(podUid: string, { ticket }: InstanceWrite): void {
    if (this.running.has(podUid)) this.#listener({ type: "wrote", podUid, ticket });
  }

  /** Has the kubelet hear this of a container. */
  tell(event: ContainerEvent): void {
    this.#listener(event);
  }

  onEvent(listener: (event: ContainerEvent) => void): void {
    this.#listener = listener;
  }
}

/** A simulated cluster on a manual clock at t = 0, its component processes played by `InstantRuntime`. */
export function simulationOf(given: Scenario) {
  const complaints: string[] = [];
  const runtime = new InstantRuntime();
  const started = (clock: ManualClock) =>
    new Simulation({
      scenario: given,
      seed: given.seed,
      clock,
      runtime,
      plan: testPlan,
      listeners: {
        apiserver: { ip: "127.0.0.1", port: 6443 },
        prometheusFront: { ip: "10.245.255.250", port: 6443 },
      },
      startResourceVersion: 1000,
      complain: (message) => complaints.push(message),
    });
  const historyStart = started(new ManualClock()).historyStart;
  const clock = new ManualClock({ start: historyStart });
  const simulation = started(clock);
  simulation.begin();
  clock.advanceSync(0);
  /** Plans a verb for `atSeconds`. */
  const play = (atSeconds: number, verb: TimelineVerb) => {
    const name = `${Object.keys(verb).join()}-${atSeconds}`;
    simulation.player.add([{ name, atSeconds, play: (stage) => playVerb(stage, verb) }]);
  };
  return { simulation, store: simulation.store, clock, runtime, complaints, play };
}
