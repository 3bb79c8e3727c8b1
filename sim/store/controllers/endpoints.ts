import { keyOf, type Draft } from "../object.ts";
import { containerPortNamed, podIsFinished, podIsReady, podKind, type Pod } from "../objects/pod.ts";
import {
  endpointsKind,
  serviceKind,
  type EndpointAddress,
  type EndpointPort,
  type Endpoints,
  type EndpointSubset,
  type Service,
} from "../objects/service.ts";
import { matchesLabels } from "../selector.ts";
import type { ControllerContext } from "./context.ts";
import { WorkQueue } from "./work-queue.ts";

/**
 * Keeps the Endpoints object of every Service with a selector: the addresses of the pods it selects, ready
 * or not, in one subset per set of port numbers, in the order the real controller writes them.
 */
export function startEndpointsController(context: ControllerContext): void {
  const { store } = context;
  const queue = new WorkQueue(context.clock, (key) => reconcile(context, key));
  store.subscribe(({ kind, object, previous }) => {
    if (kind === serviceKind) queue.add(keyOf(object.metadata));
    if (kind !== podKind) return;
    for (const service of store.list(serviceKind, object.metadata.namespace)) {
      if (selects(service, object as Pod) || (previous !== undefined && selects(service, previous as Pod))) {
        queue.add(keyOf(service.metadata));
      }
    }
  });
}

function reconcile({ store }: ControllerContext, key: string): void {
  const [namespace = "", name = ""] = key.split("/");
  const service = store.get(serviceKind, namespace, name);
  const present = store.get(endpointsKind, namespace, name);
  if (service?.spec.selector === undefined) {
    if (service === undefined && present !== undefined) store.delete(endpointsKind, namespace, name);
    return;
  }
  const pods = store.list(podKind, namespace).filter((pod) => selects(service, pod) && hasAddress(pod));
  const next = endpointsDraft(service, subsetsOf(service, pods));
  if (present === undefined) store.create(endpointsKind, next);
  else if (!sameButVersions(present, next))
    store.update(endpointsKind, { ...present, ...next, metadata: { ...present.metadata, ...next.metadata } });
}

/** A pod's own resourceVersion moves with every status it gets; that alone is no news to who watches. */
function sameButVersions(present: Endpoints, next: Draft<Endpoints>): boolean {
  const comparable = ({ metadata, subsets }: Draft<Endpoints>) =>
    JSON.stringify([metadata.labels, subsets], (key, value: unknown) =>
      key === "resourceVersion" ? undefined : value,
    );
  return comparable(present) === comparable(next);
}

function endpointsDraft(service: Service, subsets: readonly EndpointSubset[]): Draft<Endpoints> {
  const headless = service.spec.clusterIP === "None" ? { "service.kubernetes.io/headless": "" } : {};
  return {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: {
      name: service.metadata.name,
      namespace: service.metadata.namespace ?? "",
      labels: { ...service.metadata.labels, ...headless },
    },
    ...(subsets.length === 0 ? {} : { subsets }),
  };
}

function selects(service: Service, pod: Pod): boolean {
  return (
    service.spec.selector !== undefined &&
    service.metadata.namespace === pod.metadata.namespace &&
    matchesLabels(pod.metadata.labels, service.spec.selector)
  );
}

/** A pod without an IP has nothing to list; one that is finished or going is taken out. */
function hasAddress(pod: Pod): boolean {
  return (
    pod.status.podIP !== undefined && !podIsFinished(pod) && pod.metadata.deletionTimestamp === undefined
  );
}

function subsetsOf(service: Service, pods: readonly Pod[]): EndpointSubset[] {
  const byPorts = new Map<
    string,
    { ports: EndpointPort[]; ready: EndpointAddress[]; notReady: EndpointAddress[] }
  >();
  for (const pod of pods) {
    const ports = portsOf(service, pod);
    if (ports.length === 0) continue;
    const key = JSON.stringify(ports);
    let subset = byPorts.get(key);
    if (subset === undefined) byPorts.set(key, (subset = { ports, ready: [], notReady: [] }));
    (podIsReady(pod) ? subset.ready : subset.notReady).push(addressOf(pod));
  }
  return [...byPorts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { ports, ready, notReady }]) => ({
      ...(ready.length === 0 ? {} : { addresses: ready.sort(byAddress) }),
      ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady.sort(byAddress) }),
      ports,
    }));
}

/** A Service port whose targetPort names no port of the pod leaves the pod out. */
function portsOf(service: Service, pod: Pod): EndpointPort[] {
  return service.spec.ports.flatMap(({ name, targetPort, protocol }) => {
    const port = typeof targetPort === "number" ? targetPort : containerPortNamed(pod, targetPort);
    return port === undefined ? [] : [{ ...(name === undefined ? {} : { name }), port, protocol }];
  });
}

function addressOf(pod: Pod): EndpointAddress {
  const { name, namespace = "", resourceVersion, uid } = pod.metadata;
  return {
    ip: pod.status.podIP ?? "",
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: { kind: "Pod", name, namespace, resourceVersion, uid },
  };
}

/** By the bytes of the IP as text, then by uid: 10.0.0.10 stands before 10.0.0.9, as in a real cluster. */
function byAddress(a: EndpointAddress, b: EndpointAddress): number {
  const left = `${a.ip} ${a.targetRef?.uid ?? ""}`;
  const right = `${b.ip} ${b.targetRef?.uid ?? ""}`;
  return left < right ? -1 : left > right ? 1 : 0;
}
