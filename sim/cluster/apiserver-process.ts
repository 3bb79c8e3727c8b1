import { buildApiserver } from "../apiserver/apiserver.ts";
import { buildApiserverServer } from "../apiserver/server.ts";
import { WallClock } from "../clock/wall.ts";
import type { Address } from "../model/addresses.ts";
import type { BeginApiserver, LogLevel, ToChild } from "../wire/channel.ts";
import { FaultInterpreter } from "../wire/fault-interpreter.ts";
import { addressPlan, prometheusFrontAddress } from "./addresses.ts";
import { ApiserverLoad } from "./apiserver-load.ts";
import { startStatusReports } from "./cluster-status.ts";
import { errorMessage } from "./errors.ts";
import { firstResourceVersion } from "./first-resource-version.ts";
import { FrontGates } from "./front-gates.ts";
import { livePodProxy } from "./live-pod-proxy.ts";
import { ClusterLogs } from "./logs/cluster-logs.ts";
import { Simulation } from "./simulation.ts";
import { SupervisedRuntime } from "./supervised-runtime.ts";
import type { SupervisorChannel } from "./supervisor-channel.ts";
import { describeCause } from "./timeline-text.ts";

/** Runs the simulated cluster itself and its apiserver until it ends; resolves with the exit code. */
export function runApiserverProcess(channel: SupervisorChannel): Promise<number> {
  return new Promise((resolve) => {
    const apiserver = new ApiserverProcess(channel, resolve);
    // Ctrl-C in the terminal goes to every process of the group; what is to be done is the supervisor's to say.
    process.on("SIGINT", () => undefined);
    channel.onMessage((message) => apiserver.receive(message));
    channel.send({ type: "loaded" });
  });
}

class ApiserverProcess {
  readonly #channel: SupervisorChannel;
  readonly #end: (exitCode: number) => void;
  #runtime: SupervisedRuntime | undefined;
  #podLogs: ClusterLogs | undefined;
  #timelineEvents = 0;

  constructor(channel: SupervisorChannel, end: (exitCode: number) => void) {
    this.#channel = channel;
    this.#end = end;
  }

  receive(message: ToChild): void {
    switch (message.type) {
      case "begin-apiserver":
        this.#begin(message).catch(this.#fail);
        return;
      case "container-event":
        return this.#runtime?.hear(message.event);
      case "pod-log":
        return this.#podLogs?.hear(message.entry);
      case "stop":
        return this.#end(0);
      case "begin-worker":
      case "run-container":
      case "write-instance":
      case "kill-container":
      case "feed":
      case "faults":
        throw new Error(`the apiserver is not told of ${message.type}`);
    }
  }

  async #begin(begin: BeginApiserver): Promise<void> {
    const { settings, listen, addressBlock, serving } = begin;
    const clock = new WallClock(settings.epochMillis);
    const interpreter = new FaultInterpreter({
      clock,
      seed: settings.seed,
      report: (entry) => this.#channel.send({ type: "ledger", entry }),
    });
    const fronts = new FrontGates(interpreter);
    const runtime = (this.#runtime = this.#buildRuntime(fronts));
    const prometheusFront = prometheusFrontAddress(addressBlock);
    const simulation = this.#buildSimulation(begin, clock, runtime, prometheusFront);
    const { store, faults, hypervisors } = simulation;
    const startResourceVersion = store.resourceVersion;
    faults.subscribe((active) => {
      // Told before it is done: who fails by it reports that, and the supervisor has to know why.
      const told = this.#channel.flush({ type: "active-faults", t: clock.now(), faults: active });
      told.then(() => interpreter.apply(active)).catch(this.#fail);
    });
    fronts.closeWithPodsOf(store);
    const podProxy = livePodProxy(simulation.network);
    const podLogs = (this.#podLogs = new ClusterLogs({ store, clock, hypervisors }));
    runtime.feedFrom(hypervisors);
    const apiserver = clock.playHistory(simulation.historyStart, clock.now(), () => {
      const tokens = new Map(Object.entries(begin.tokens).map(([user, token]) => [token, user]));
      const built = buildApiserver({
        store,
        clock,
        seed: settings.seed,
        tokens,
        hypervisors,
        podLogs,
        podProxy,
      });
      simulation.begin();
      return built;
    });
    clock.start();
    const load = new ApiserverLoad(apiserver, () => ({
      timelineEvents: this.#timelineEvents,
      // Each change of an object takes the next resourceVersion.
      storeEvents: store.resourceVersion - startResourceVersion,
    }));
    fronts.serveWith(await buildApiserverServer(load, serving, settings.caCertificate));
    await fronts.open("users", listen);
    await fronts.open("prometheus", prometheusFront, "prometheus");
    startStatusReports(simulation, clock, (status) => this.#channel.send({ type: "status", status }));
    load.startTelling((stats) => this.#channel.send({ type: "apiserver-stats", stats }));
    this.#channel.send({ type: "ready" });
  }

  #buildRuntime(fronts: FrontGates): SupervisedRuntime {
    return new SupervisedRuntime({
      send: (message) => this.#channel.send(message),
      openFront: (container) => {
        this.#podLogs?.begin(container);
        return fronts.open(container.podUid, container.front, container.podName);
      },
      fail: this.#fail,
    });
  }

  #buildSimulation(
    { settings, scenario, listen, addressBlock, rollOutSeconds }: BeginApiserver,
    clock: WallClock,
    runtime: SupervisedRuntime,
    prometheusFront: Address,
  ): Simulation {
    return new Simulation({
      scenario,
      seed: settings.seed,
      clock,
      runtime,
      plan: addressPlan(addressBlock),
      listeners: { apiserver: listen, prometheusFront },
      startResourceVersion: firstResourceVersion(clock),
      caBundle: settings.caCertificate,
      rollOutSeconds,
      played: ({ name }) => {
        const text = describeCause(scenario, name);
        if (text === undefined) return;
        this.#timelineEvents += 1;
        this.#log("info", text);
      },
      complain: (message) => this.#log("warn", message),
    });
  }

  #log(level: LogLevel, message: string): void {
    this.#channel.send({ type: "log", level, message });
  }

  readonly #fail = (error: unknown): void => {
    void this.#channel.flush({ type: "failed", message: errorMessage(error) }).then(() => this.#end(1));
  };
}
