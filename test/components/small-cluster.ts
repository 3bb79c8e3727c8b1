import { buildApiserver } from "../../sim/apiserver/apiserver.ts";
import { ManualClock } from "../../sim/clock/manual.ts";
import { buildComponent } from "../../sim/components/build.ts";
import type { Component } from "../../sim/components/component.ts";
import type { ActiveFault, LedgerEntry } from "../../sim/faults/fault.ts";
import type { AddressPlan } from "../../sim/model/addresses.ts";
import { componentKinds, type ComponentKind, type KubeVirtVersion } from "../../sim/model/components.ts";
import { uuid } from "../../sim/model/random.ts";
import { bootstrapKubernetes } from "../../sim/store/bootstrap/kubernetes.ts";
import { installKubeVirt } from "../../sim/store/bootstrap/kubevirt.ts";
import { componentUserName } from "../../sim/store/bootstrap/service-accounts.ts";
import { Store } from "../../sim/store/store.ts";
import type { HttpRequest } from "../../sim/wire/exchange.ts";
import { VirtualWire } from "../../sim/wire/virtual-wire.ts";
import { atOnce } from "../support/at-once.ts";
import { parseExposition, type Sample } from "../support/exposition.ts";

const plan: AddressPlan = {
  pod: (index) => ({ ip: `10.244.0.${index + 2}`, port: 8443 }),
  front: (index) => ({ ip: `10.245.0.${index + 2}`, port: 6443 }),
  launcherIp: (index) => `10.246.${index >> 8}.${index % 256}`,
  nodeIp: (index) => `192.168.66.${index + 101}`,
};

/** How long a scrape may take: a hung guest is waited for. */
const mostSeconds = 30;

export const apiserverHost = "10.96.0.1:443";

/** One request as the apiserver was asked it, with what it answered. */
export interface Asked {
  readonly t: number;
  readonly method: string;
  readonly path: string;
  readonly from: string;
  readonly status: number;
  readonly body: string;
}

/** A component under test, with what became of it. */
export interface TestedComponent {
  readonly component: Component;
  readonly podName: string;
  /** Why it ended by itself. */
  exit: { readonly code: number; readonly reason: string; readonly t: number } | undefined;
  ready: boolean;
  readonly logged: string[];
  /** What kubelet's readiness probe found each time: undefined when all was well. */
  readonly probed: (string | undefined)[];
}

/**
 * KubeVirt's objects behind a real apiserver, on a manual clock and a virtual wire. Nothing lives in it
 * but the components a test starts: what they change and ask for is all that happens.
 */
export class SmallCluster {
  readonly clock = new ManualClock();
  readonly store: Store;
  readonly ledger: LedgerEntry[] = [];
  readonly asked: Asked[] = [];
  readonly version: KubeVirtVersion;
  readonly #seed: number;
  readonly #wire: VirtualWire;
  readonly #apiserver: ReturnType<typeof buildApiserver>;
  readonly #fronts = new Map<string, string>();

  constructor(options: { version?: KubeVirtVersion; seed?: number } = {}) {
    const { version = "v1.9", seed = 1 } = options;
    const { clock } = this;
    this.version = version;
    this.#seed = seed;
    this.store = new Store({ clock, seed, startResourceVersion: 1000 });
    const nodes = ["node01", "node02"].map((name) => ({ name, labels: {}, cpus: 8, memoryBytes: 2 ** 34 }));
    bootstrapKubernetes(this.store, nodes, plan);
    installKubeVirt(this.store, {
      version,
      monitorNamespace: "monitoring",
      monitorAccount: "prometheus-k8s",
      platform: "kubernetes",
      monitorNamespaceGiven: false,
      metricsPort: 8443,
    });
    const tokens = new Map(componentKinds.map((kind) => [kind, componentUserName(kind)]));
    this.#apiserver = buildApiserver({ store: this.store, clock, seed, tokens });
    this.#wire = new VirtualWire({ clock, seed, report: (entry) => this.ledger.push(entry) });
  }

  /** Builds and starts a component in a pod of its own, or the pod of this name. */
  start(
    kind: ComponentKind,
    podName: string,
    { nodeName = "node01", restartCount = 0 }: { nodeName?: string; restartCount?: number } = {},
  ): TestedComponent {
    const index = this.#fronts.size;
    const front = plan.front(index);
    this.#fronts.set(podName, `${front.ip}:${front.port}`);
    const logged: string[] = [];
    const component = buildComponent({
      container: {
        podUid: uuid(this.#seed, podName),
        podName,
        namespace: "kubevirt",
        component: kind,
        nodeName,
        address: plan.pod(index),
        front,
        restartCount,
      },
      seed: this.#seed,
      version: this.version,
      clock: this.clock,
      transport: this.#wire.transport({
        listener: front,
        from: podName,
        to: "apiserver",
        handle: (request) => this.#answer(podName, request),
      }),
      token: kind,
      apiserverHost,
      probed: (problem) => tested.probed.push(problem),
      exit: (code, reason) => (tested.exit = { code, reason, t: this.clock.now() }),
      log: (_, message) => logged.push(message),
    });
    const tested: TestedComponent = { component, podName, exit: undefined, ready: false, logged, probed: [] };
    void component.start().then(() => (tested.ready = true));
    return tested;
  }

  /** From now on these pods are refused by the apiserver; none: nobody is. */
  refuse(...podNames: string[]): void {
    const listeners = podNames.map((podName) => this.#fronts.get(podName) ?? podName);
    const fault: ActiveFault = {
      name: "outage",
      kind: "connection-refused",
      effect: { type: "refuse" },
      listeners,
    };
    this.#wire.apply(listeners.length === 0 ? [] : [fault]);
  }

  /** What a pod asked of the apiserver, optionally only where method and path contain these words. */
  askedBy(podName: string, method = "", path = ""): Asked[] {
    return this.asked.filter(
      (asked) => asked.from === podName && asked.method.includes(method) && asked.path.includes(path),
    );
  }

  /** A scrape, as it arrives after a moment. */
  async scrape(tested: TestedComponent, headers: Record<string, string> = {}): Promise<readonly Sample[]> {
    const answer = tested.component.handle({ method: "GET", path: "/metrics", headers });
    const state = { answered: false };
    void answer.then(() => (state.answered = true));
    const deadline = this.clock.now() + mostSeconds;
    while (!state.answered && this.clock.now() < deadline) await this.clock.advance(this.clock.now() + 0.1);
    const { body, finished } = await answer;
    const text = Buffer.from(body as Uint8Array).toString();
    finished?.();
    return parseExposition(text);
  }

  #answer(from: string, request: HttpRequest) {
    const reply = atOnce(this.#apiserver.serve(request));
    const body = request.body === undefined ? "" : new TextDecoder().decode(request.body);
    const { method, path } = request;
    this.asked.push({ t: this.clock.now(), method, path, from, status: reply.status, body });
    return reply;
  }
}

/** The sum of a metric's samples that carry these labels. */
export function sumOf(samples: readonly Sample[], name: string, labels: Record<string, string> = {}): number {
  return samples
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
    .reduce((sum, { value }) => sum + value, 0);
}
