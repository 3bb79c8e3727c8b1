import { buildApiserver, type Apiserver } from "../apiserver/apiserver.ts";
import { refusal } from "../apiserver/refusal.ts";
import { ManualClock } from "../clock/manual.ts";
import type { Component } from "../components/component.ts";
import type { LedgerEntry } from "../faults/fault.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { programUserName } from "../store/bootstrap/service-accounts.ts";
import { TransportError, type Response } from "../wire/transport.ts";
import { VirtualWire } from "../wire/virtual-wire.ts";
import { apiserverHost } from "./equipment.ts";
import { addressPlan, prometheusFrontAddress } from "./addresses.ts";
import { ClusterLogs } from "./logs/cluster-logs.ts";
import { monitoringUsers, userNames } from "./tokens.ts";
import { historyStartOf, Simulation, usualRollOutSeconds } from "./simulation.ts";
import { VirtualRuntime } from "./virtual-runtime.ts";

/** No socket is opened, so no address can be taken: always the same, whatever else runs. */
const addressBlock = { mode: "loopback", block: 10 } as const;
const firstResourceVersion = 1000;

export interface VirtualClusterOptions {
  /** Instead of the scenario's. */
  readonly seed?: number;
  /** Called when something in the timeline could not be done. */
  readonly complain?: (message: string) => void;
}

/** A whole cluster in this process, on a clock that moves when it is told to. */
export interface VirtualCluster {
  readonly clock: ManualClock;
  readonly simulation: Simulation;
  readonly apiserver: Apiserver;
  /** What faults did and clients saw, so far. */
  readonly ledger: readonly LedgerEntry[];
  /** The component that runs in the pod of this name. */
  componentOf(podName: string): Component | undefined;
  /**
   * What Prometheus gets from a pod's /metrics; it comes while the clock is advanced. Rejects with
   * TransportError where a real scrape gets no answer.
   */
  scrape(podName: string): Promise<Response>;
  /** Lets everything happen that happens until `t`. */
  advance(t: number): Promise<void>;
  close(): void;
}

/** Builds the cluster of a scenario and lets it live until t = 0. No socket, no process, no file. */
export async function buildVirtualCluster(
  scenario: Scenario,
  options: VirtualClusterOptions = {},
): Promise<VirtualCluster> {
  const seed = options.seed ?? scenario.seed;
  const clock = new ManualClock({ start: historyStartOf(scenario) });
  const ledger: LedgerEntry[] = [];
  const wire = new VirtualWire({ clock, seed, report: (entry) => ledger.push(entry) });
  const runtime = new VirtualRuntime((container) => ({
    seed,
    version: container.version ?? scenario.kubevirt.version,
    clock,
    transport: wire.transport({
      listener: container.front,
      from: container.podName,
      to: "apiserver",
      handle: (request) => apiserver.serve(request),
      refusal,
    }),
    token: programUserName(container.component, container.namespace),
    apiserverHost,
    log: (level, message) => podLogs.hear({ ...container, level, message }),
  }));
  const simulation = new Simulation({
    scenario,
    seed,
    clock,
    runtime,
    plan: addressPlan(addressBlock),
    listeners: {
      apiserver: { ip: "127.0.0.1", port: 6443 },
      prometheusFront: prometheusFrontAddress(addressBlock),
    },
    startResourceVersion: firstResourceVersion,
    ...(options.complain === undefined ? {} : { complain: options.complain }),
  });
  const { store, hypervisors } = simulation;
  const podLogs = new ClusterLogs({ store, clock, hypervisors });
  runtime.onStart((container) => podLogs.begin(container));
  const apiserver = buildApiserver({
    store,
    clock,
    seed,
    // Nobody from outside gets in: a user's name will do for a token.
    tokens: new Map(userNames(scenario.kubevirt).map((user) => [user, user])),
    hypervisors,
    podLogs,
    podProxy: runtime,
  });
  runtime.feedFrom(simulation.hypervisors);
  simulation.faults.subscribe((faults) => wire.apply(faults));
  simulation.begin();
  // Until there are components nothing waits for a promise.
  clock.advanceSync(-usualRollOutSeconds);
  await clock.advance(0);
  return {
    clock,
    simulation,
    apiserver,
    ledger,
    componentOf: (podName) => runtime.runningIn(podName)?.component,
    scrape: (podName) =>
      scrape({ wire, runtime, scraper: monitoringUsers(scenario.kubevirt).discovery }, podName),
    advance: (t) => clock.advance(t),
    close: () => {
      runtime.close();
      apiserver.close();
    },
  };
}

/** One scrape as the user `scraper`, on a connection of its own, past whatever faults are on the way to the pod. */
async function scrape(
  { wire, runtime, scraper }: { wire: VirtualWire; runtime: VirtualRuntime; scraper: string },
  podName: string,
): Promise<Response> {
  const running = runtime.runningIn(podName);
  if (running === undefined) throw new TransportError("refused", `nothing listens in ${podName}`);
  const { container, component, endings } = running;
  const transport = wire.transport({
    listener: container.address,
    from: "prometheus",
    to: podName,
    handle: (request) => component.handle(request),
  });
  const hangUp = () => transport.close();
  endings.add(hangUp);
  try {
    const headers = { authorization: `Bearer ${scraper}` };
    return await transport.request({ method: "GET", path: "/metrics", headers });
  } finally {
    endings.delete(hangUp);
    transport.close();
  }
}
