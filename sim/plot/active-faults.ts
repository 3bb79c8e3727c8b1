import type { ActiveFault, Fault, FaultEnd, HistoryEffect } from "../faults/fault.ts";
import { faultKind } from "../faults/registry.ts";
import { selected, type Candidate } from "../faults/selection.ts";
import { formatAddress, type Address } from "../model/addresses.ts";
import { programKinds, type ProgramKind } from "../model/components.ts";
import { nodeKind } from "../store/objects/node.ts";
import { componentOf, podKind, podsByComponent, type Pod } from "../store/objects/pod.ts";
import type { PodNetwork } from "../store/pod-network.ts";
import type { StoreEvent } from "../store/event-log.ts";
import { matchesLabels } from "../store/selector.ts";
import type { Store } from "../store/store.ts";

/** The listeners that belong to no pod. */
export interface ClusterListeners {
  /** Where users reach the apiserver. */
  readonly apiserver: Address;
  /** Where the generated Prometheus configuration reaches it. */
  readonly prometheusFront: Address;
}

type ActiveFaultsListener = (faults: readonly ActiveFault[]) => void;

/**
 * The faults in force, resolved to listeners. They are resolved anew when pods come and go and when labels
 * change, as all selectors of Kubernetes are: a pod that is replaced during an outage is cut off like the one
 * before it, and so is a node's that is moved into the rack where the outage is.
 */
export class ActiveFaults {
  readonly #store: Store;
  readonly #network: PodNetwork;
  readonly #listeners: ClusterListeners;
  readonly #faults = new Map<string, Fault>();
  readonly #subscribers = new Set<ActiveFaultsListener>();
  #told = "[]";

  constructor(store: Store, network: PodNetwork, listeners: ClusterListeners) {
    this.#store = store;
    this.#network = network;
    this.#listeners = listeners;
    store.watch(podKind, (event) => {
      const { previous, object } = event;
      if (
        componentOf(object) === undefined &&
        (previous === undefined || componentOf(previous) === undefined)
      )
        return;
      if (isMoved(event) || previous?.spec.nodeName !== object.spec.nodeName) this.#tellIfAny();
    });
    store.watch(nodeKind, (event) => {
      if (isMoved(event)) this.#tellIfAny();
    });
  }

  begin(name: string, fault: Fault): void {
    this.#changeHistory(faultKind(fault.kind).history(fault));
    this.#faults.set(name, fault);
    this.#tell();
  }

  end(name: string): void {
    this.#faults.delete(name);
    this.#tell();
  }

  get names(): readonly string[] {
    return [...this.#faults.keys()];
  }

  /** The present faults and the listeners they act on. */
  resolve(): ActiveFault[] {
    return [...this.#faults].map(([name, fault]) => ({
      name,
      kind: fault.kind,
      effect: faultKind(fault.kind).effect(fault),
      listeners: this.#listenersOf(fault).map(formatAddress),
    }));
  }

  subscribe(subscriber: ActiveFaultsListener): void {
    this.#subscribers.add(subscriber);
  }

  #changeHistory(effect: HistoryEffect | undefined): void {
    if (effect?.type === "forget") this.#store.compact(this.#store.resourceVersion);
    else if (effect?.type === "rewind") this.#store.rewind(effect.versions);
  }

  #tellIfAny(): void {
    if (this.#faults.size > 0) this.#tell();
  }

  #tell(): void {
    const faults = this.resolve();
    const text = JSON.stringify(faults);
    if (text === this.#told) return;
    this.#told = text;
    for (const subscriber of this.#subscribers) subscriber(faults);
  }

  /** A way to the apiserver is told by who takes it, a way to a component by where it leads. */
  #listenersOf({ from, to }: Fault): Address[] {
    if (to.component !== "apiserver") {
      return this.#componentPods(to).map((pod) => this.#network.addressOf(pod.metadata.uid));
    }
    const everyone = Object.keys(from).length === 0;
    return [
      ...(everyone ? [this.#listeners.apiserver] : []),
      ...(everyone || from.component === "prometheus" ? [this.#listeners.prometheusFront] : []),
      ...this.#componentPods(from).map((pod) => this.#network.frontOf(pod.metadata.uid)),
    ];
  }

  #componentPods(end: FaultEnd): Pod[] {
    const candidates = programKinds.flatMap((component) =>
      this.#store.by(podsByComponent, component).flatMap((pod) => this.#candidate(component, pod)),
    );
    return selected(end, candidates, this.#store.seed).map(({ object }) => object);
  }

  /** None while the pod is on no node: it has no process that could be cut off. */
  #candidate(component: ProgramKind, pod: Pod): (Candidate & { readonly object: Pod })[] {
    const { nodeName } = pod.spec;
    if (nodeName === undefined) return [];
    return [
      {
        component,
        pod: pod.metadata.name,
        labels: pod.metadata.labels ?? {},
        node: nodeName,
        nodeLabels: this.#store.get(nodeKind, undefined, nodeName)?.metadata.labels ?? {},
        object: pod,
      },
    ];
  }
}

/** Whether selectors may find the object where they did not before, or no more. */
function isMoved({ type, previous, object }: StoreEvent): boolean {
  if (type !== "MODIFIED") return true;
  return !sameLabels(previous?.metadata.labels ?? {}, object.metadata.labels ?? {});
}

function sameLabels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return a === b || (Object.keys(a).length === Object.keys(b).length && matchesLabels(a, b));
}
