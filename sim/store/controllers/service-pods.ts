import { sameJson } from "../equality.ts";
import { keyOf } from "../object.ts";
import { containerPortNamed, podIsFinished, podIsReady, podKind, type Pod } from "../objects/pod.ts";
import { serviceKind, type EndpointPort, type Service } from "../objects/service.ts";
import { matchesLabels } from "../selector.ts";
import type { ControllerContext } from "./context.ts";
import { WorkQueue } from "./work-queue.ts";

/** The annotation by which a follower of Endpoints and slices measures how old a change is. */
export const triggerTimeAnnotation = "endpoints.kubernetes.io/last-change-trigger-time";
export const headlessLabel = "service.kubernetes.io/headless";

/** From a change to the write that follows: what comes together in that time is one write. */
const reactionSeconds = 0.01;

/**
 * Calls `reconcile` with the key of every Service whose pods, or whose own wishes, have changed, and with the
 * time of the oldest change since the last call where an object tells one: a pod's readiness, a Service's
 * creation.
 */
export function reconcileServices(
  { store, clock }: ControllerContext,
  reconcile: (serviceKey: string, triggeredAt: string | undefined) => void,
): void {
  const triggers = new Map<string, string>();
  const queue = new WorkQueue(
    clock,
    (key) => {
      const triggeredAt = triggers.get(key);
      triggers.delete(key);
      reconcile(key, triggeredAt);
    },
    reactionSeconds,
  );
  const changed = (service: Service, triggeredAt: string | undefined) => {
    const key = keyOf(service.metadata);
    const earlier = triggers.get(key);
    if (triggeredAt !== undefined && (earlier === undefined || triggeredAt < earlier))
      triggers.set(key, triggeredAt);
    queue.add(key);
  };
  store.watch(serviceKind, ({ type, object, previous }) => {
    if (
      type === "MODIFIED" &&
      previous?.spec === object.spec &&
      previous.metadata.labels === object.metadata.labels
    )
      return;
    changed(object, type === "ADDED" ? object.metadata.creationTimestamp : undefined);
  });
  store.watch(podKind, ({ type, object, previous }) => {
    const next = type === "DELETED" ? undefined : object;
    if (!endpointChanged(previous, next)) return;
    for (const service of store.list(serviceKind, object.metadata.namespace)) {
      if (selects(service, object) || (previous !== undefined && selects(service, previous))) {
        changed(service, next === undefined ? undefined : readyTransition(next));
      }
    }
  });
  for (const service of store.list(serviceKind)) changed(service, undefined);
}

export function selects(service: Service, pod: Pod): boolean {
  return (
    service.spec.selector !== undefined &&
    service.metadata.namespace === pod.metadata.namespace &&
    matchesLabels(pod.metadata.labels, service.spec.selector)
  );
}

/** Whether the pod has an address that can be listed: a finished one has given its back. */
export function hasAddress(pod: Pod): boolean {
  return pod.status.podIP !== undefined && !podIsFinished(pod);
}

/** A Service port whose targetPort names no port of the pod leaves the pod out. */
export function portsOf(service: Service, pod: Pod): EndpointPort[] {
  return service.spec.ports.flatMap(({ name, targetPort, protocol }) => {
    const port = typeof targetPort === "number" ? targetPort : containerPortNamed(pod, targetPort);
    return port === undefined ? [] : [{ ...(name === undefined ? {} : { name }), port, protocol }];
  });
}

/** Kubelets report often; only some of what they say moves an endpoint. */
function endpointChanged(previous: Pod | undefined, next: Pod | undefined): boolean {
  if (previous === undefined || next === undefined) return true;
  return (
    previous.status.podIP !== next.status.podIP ||
    previous.spec.nodeName !== next.spec.nodeName ||
    previous.metadata.deletionTimestamp !== next.metadata.deletionTimestamp ||
    podIsFinished(previous) !== podIsFinished(next) ||
    podIsReady(previous) !== podIsReady(next) ||
    (previous.metadata.labels !== next.metadata.labels &&
      !sameJson(previous.metadata.labels, next.metadata.labels))
  );
}

function readyTransition(pod: Pod): string | undefined {
  return pod.status.conditions.find(({ type }) => type === "Ready")?.lastTransitionTime ?? undefined;
}
