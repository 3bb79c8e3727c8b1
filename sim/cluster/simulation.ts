import { source, type Clock } from "../clock/clock.ts";
import type { AddressPlan } from "../model/addresses.ts";
import { ActiveFaults, type ClusterListeners } from "../plot/active-faults.ts";
import type { Cause } from "../plot/cause.ts";
import { historyOf, plotOf } from "../plot/plot.ts";
import { Player } from "../plot/player.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { installKubeStateMetrics } from "../store/bootstrap/kube-state-metrics.ts";
import { bootstrapKubernetes, ensureNamespace } from "../store/bootstrap/kubernetes.ts";
import { installKubeVirt } from "../store/bootstrap/kubevirt.ts";
import type { ContainerRuntime } from "../store/container-runtime.ts";
import { History } from "../store/controllers/history.ts";
import { rollOutComponents, startControllers, type World } from "../store/controllers/start.ts";
import { VirtHandlers } from "../store/controllers/virt-handlers.ts";
import { Hypervisors } from "../store/hypervisors.ts";
import { Machines } from "../store/machines.ts";
import { PodNetwork } from "../store/pod-network.ts";
import { Store } from "../store/store.ts";
import { kubectlApply } from "./kubectl-apply.ts";
import { monitorNamespaceOf } from "./monitor-namespace.ts";
import { givePodsTheirPorts } from "./pod-ports.ts";

/** How much older than its oldest guest the cluster is, in seconds. */
const clusterAgeSeconds = 3 * 3600;
/** When the component pods are rolled out, in seconds before t = 0: enough for all to be ready by then. */
export const usualRollOutSeconds = 60;

interface SimulationOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly clock: Clock;
  readonly runtime: ContainerRuntime;
  readonly plan: AddressPlan;
  readonly listeners: ClusterListeners;
  readonly startResourceVersion: number;
  /** PEM of the authority that KubeVirt's components are certified by, for the ConfigMap `kubevirt-ca`. */
  readonly caBundle?: string;
  /** How long before t = 0 the component pods are rolled out; late, so that they are as young as their processes. */
  readonly rollOutSeconds?: number;
  /** Called with each cause of the timeline just after it was played. */
  readonly played?: (cause: Cause) => void;
  /** Called when something in the timeline could not be done. */
  readonly complain?: (message: string) => void;
}

/** The simulated cluster without any wire: store, controllers, hypervisors, plot. The same on every clock. */
export class Simulation {
  readonly store: Store;
  readonly hypervisors = new Hypervisors();
  readonly machines = new Machines();
  readonly network: PodNetwork;
  readonly faults: ActiveFaults;
  readonly player: Player;
  /** What controllers and causes work with. */
  readonly world: World;
  /** Where history begins: the clock has to stand there when `begin` is called. */
  readonly historyStart: number;
  readonly #options: SimulationOptions;

  constructor(options: SimulationOptions) {
    const { scenario, seed, clock } = options;
    this.#options = options;
    this.store = new Store({ clock, seed, startResourceVersion: options.startResourceVersion });
    this.network = new PodNetwork(options.plan, clock);
    this.faults = new ActiveFaults(this.store, this.network, options.listeners);
    this.world = {
      store: this.store,
      clock,
      seed,
      history: new History(0),
      handlers: new VirtHandlers(options.runtime),
      version: scenario.kubevirt.version,
      hypervisors: this.hypervisors,
      machines: this.machines,
      network: this.network,
      runtime: options.runtime,
    };
    const complain = options.complain ?? (() => undefined);
    const apply = kubectlApply(this.store);
    this.player = new Player(clock, { ...this.world, faults: this.faults, apply, complain }, options.played);
    this.historyStart = historyStartOf(scenario);
  }

  /** Sets the cluster up and plans everything: its history, the roll-out of its components, the timeline. */
  begin(): void {
    const { scenario, clock, plan, listeners } = this.#options;
    const { world, network, store } = this;
    givePodsTheirPorts(store, clock, network);
    startControllers(world);
    // Of the two ways in, the one that is an address of the cluster: users may come by 0.0.0.0.
    bootstrapKubernetes(this.store, scenario.nodes, plan, listeners.prometheusFront);
    this.#install();
    for (const vm of scenario.virtualMachines) ensureNamespace(this.store, vm.namespace);
    this.player.add(historyOf(scenario));
    clock.at(-(this.#options.rollOutSeconds ?? usualRollOutSeconds), source.controller, () =>
      rollOutComponents(world),
    );
    // What happens at t = 0 finds the components at work.
    clock.at(0, source.plot, () => world.history.end());
    this.player.add(plotOf(scenario));
  }

  #install(): void {
    const { scenario, plan, caBundle } = this.#options;
    const { version, platform, monitorNamespace: given, monitorAccount } = scenario.kubevirt;
    const { serviceMonitorNamespace } = scenario.kubevirt;
    const monitorNamespace = monitorNamespaceOf(scenario.kubevirt);
    const metricsPort = plan.pod(0).port;
    installKubeVirt(this.store, {
      version,
      platform,
      monitorNamespace,
      monitorNamespaceGiven: given !== undefined,
      monitorAccount,
      ...(serviceMonitorNamespace === undefined ? {} : { serviceMonitorNamespace }),
      metricsPort,
      ...(caBundle === undefined ? {} : { caBundle }),
    });
    if (scenario.kubeStateMetrics) installKubeStateMetrics(this.store, monitorNamespace, metricsPort);
  }
}

/** Where a cluster's history begins, in seconds (t). */
export function historyStartOf(scenario: Scenario): number {
  const causes = historyOf(scenario);
  return (causes[0]?.atSeconds ?? 0) - clusterAgeSeconds;
}
