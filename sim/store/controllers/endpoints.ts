import { sameJson } from "../equality.ts";
import type { Draft } from "../object.ts";
import { podIsReady, podKind, type Pod } from "../objects/pod.ts";
import {
  endpointsKind,
  serviceKind,
  type EndpointAddress,
  type EndpointPort,
  type Endpoints,
  type EndpointSubset,
  type Service,
} from "../objects/service.ts";
import type { ControllerContext } from "./context.ts";
import { overCapacityAnnotation, truncated } from "./endpoints-capacity.ts";
import {
  hasAddress,
  headlessLabel,
  portsOf,
  reconcileServices,
  selects,
  triggerTimeAnnotation,
} from "./service-pods.ts";

interface EndpointsOptions {
  /** Whether the objects say when their latest change was caused; Kubernetes does since 1.14. */
  readonly triggerTimes: boolean;
}

/**
 * Keeps the Endpoints object of every Service with a selector: the addresses of the pods it selects, ready
 * or not, in one subset per set of port numbers, in the order the real controller writes them, at most 1,000.
 */
export function startEndpointsController(context: ControllerContext, options: EndpointsOptions): void {
  reconcileServices(context, (key, triggeredAt) => {
    reconcile(context, key, options.triggerTimes ? triggeredAt : undefined);
  });
}

function reconcile({ store }: ControllerContext, key: string, triggeredAt: string | undefined): void {
  const [namespace = "", name = ""] = key.split("/");
  const service = store.get(serviceKind, namespace, name);
  const present = store.get(endpointsKind, namespace, name);
  if (service?.spec.selector === undefined) {
    if (service === undefined && present !== undefined) store.delete(endpointsKind, namespace, name);
    return;
  }
  const pods = store.list(podKind, namespace).filter((pod) => selects(service, pod) && isListed(pod));
  const next = endpointsDraft(service, present, subsetsOf(service, pods), triggeredAt);
  if (present === undefined) store.create(endpointsKind, next);
  else if (!sameButVersions(present, next)) store.update(endpointsKind, next);
}

/** A pod on its way out is taken from Endpoints at once; a slice shows it as terminating. */
function isListed(pod: Pod): boolean {
  return hasAddress(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** A pod's own resourceVersion moves with every status it gets; that alone is no news to who watches. */
function sameButVersions(present: Endpoints, next: Draft<Endpoints>): boolean {
  const before = present.subsets ?? [];
  const after = next.subsets ?? [];
  return (
    sameJson(present.metadata.labels, next.metadata.labels) &&
    before.length === after.length &&
    before.every((subset, index) => {
      const other = after[index];
      return (
        sameJson(subset.ports, other?.ports) &&
        sameAddresses(subset.addresses, other?.addresses) &&
        sameAddresses(subset.notReadyAddresses, other?.notReadyAddresses)
      );
    })
  );
}

function sameAddresses(before: readonly EndpointAddress[] = [], after: readonly EndpointAddress[] = []) {
  return (
    before.length === after.length &&
    before.every((address, index) => {
      const other = after[index];
      return (
        address.ip === other?.ip &&
        address.nodeName === other.nodeName &&
        address.targetRef?.uid === other.targetRef?.uid
      );
    })
  );
}

function endpointsDraft(
  service: Service,
  present: Endpoints | undefined,
  all: readonly EndpointSubset[],
  triggeredAt: string | undefined,
): Draft<Endpoints> {
  const headless = service.spec.clusterIP === "None" ? { [headlessLabel]: "" } : {};
  const kept = truncated(all);
  const {
    [triggerTimeAnnotation]: _time,
    [overCapacityAnnotation]: _capacity,
    ...others
  } = present?.metadata.annotations ?? {};
  const annotations = {
    ...others,
    ...(triggeredAt === undefined ? {} : { [triggerTimeAnnotation]: triggeredAt }),
    ...(kept === undefined ? {} : { [overCapacityAnnotation]: "truncated" }),
  };
  const subsets = kept ?? all;
  return {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: {
      name: service.metadata.name,
      namespace: service.metadata.namespace ?? "",
      labels: { ...service.metadata.labels, ...headless },
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    ...(subsets.length === 0 ? {} : { subsets }),
  };
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
    const listed = service.spec.publishNotReadyAddresses === true || podIsReady(pod);
    (listed ? subset.ready : subset.notReady).push(addressOf(pod));
  }
  return [...byPorts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { ports, ready, notReady }]) => ({
      ...(ready.length === 0 ? {} : { addresses: ready.sort(byAddress) }),
      ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady.sort(byAddress) }),
      ports,
    }));
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
  if (a.ip !== b.ip) return a.ip < b.ip ? -1 : 1;
  return (a.targetRef?.uid ?? "") < (b.targetRef?.uid ?? "") ? -1 : 1;
}
