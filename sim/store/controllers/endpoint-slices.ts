import { sameJson } from "../equality.ts";
import { nameSuffix } from "../../model/random.ts";
import { controlledBy, type Draft } from "../object.ts";
import {
  endpointSliceKind,
  serviceNameLabel,
  sliceManager,
  sliceManagerLabel,
  slicesByService,
  type EndpointSlice,
  type SliceEndpoint,
} from "../objects/endpoint-slice.ts";
import { nodeKind } from "../objects/node.ts";
import { podIsReady, podKind, type Pod } from "../objects/pod.ts";
import { serviceKind, type EndpointPort, type Service } from "../objects/service.ts";
import type { Store } from "../store.ts";
import type { ControllerContext } from "./context.ts";
import {
  hasAddress,
  headlessLabel,
  portsOf,
  reconcileServices,
  selects,
  triggerTimeAnnotation,
} from "./service-pods.ts";
import { pack } from "./slice-packing.ts";

const zoneLabel = "topology.kubernetes.io/zone";

/** Keeps the EndpointSlices of every Service with a selector, at most 100 endpoints in each, and changes few of them. */
export function startEndpointSliceController(context: ControllerContext): void {
  reconcileServices(context, (key, triggeredAt) => reconcile(context, key, triggeredAt));
}

/** The endpoints that go into slices of one set of ports. */
interface PortGroup {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: Map<string, SliceEndpoint>;
}

function reconcile(context: ControllerContext, key: string, triggeredAt: string | undefined): void {
  const [namespace = "", name = ""] = key.split("/");
  const { store } = context;
  const service = store.get(serviceKind, namespace, name);
  const present = store
    .by(slicesByService, key)
    .filter(({ metadata }) => metadata.labels?.[sliceManagerLabel] === sliceManager);
  // With the Service the garbage collector takes its slices; without a selector they are someone else's.
  if (service?.spec.selector === undefined) return;
  const groups = groupsOf(store, service);
  for (const [ports, group] of groups) {
    const slices = present.filter((slice) => JSON.stringify(slice.ports) === ports);
    reconcileGroup(context, service, group, slices, triggeredAt);
  }
  const obsolete = present.filter((slice) => !groups.has(JSON.stringify(slice.ports)));
  for (const slice of obsolete) store.delete(endpointSliceKind, namespace, slice.metadata.name);
}

/** What the Service's pods make of it; a Service without any keeps one slice that says so. */
function groupsOf(store: Store, service: Service): ReadonlyMap<string, PortGroup> {
  const groups = new Map<string, PortGroup>();
  for (const pod of store.list(podKind, service.metadata.namespace)) {
    if (!selects(service, pod) || !hasAddress(pod)) continue;
    const ports = portsOf(service, pod);
    const key = JSON.stringify(ports);
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { ports, endpoints: new Map() }));
    group.endpoints.set(pod.status.podIP ?? "", endpointOf(store, service, pod));
  }
  if (groups.size === 0) groups.set("[]", { ports: [], endpoints: new Map() });
  return groups;
}

function reconcileGroup(
  context: ControllerContext,
  service: Service,
  group: PortGroup,
  slices: readonly EndpointSlice[],
  triggeredAt: string | undefined,
): void {
  const { store } = context;
  const byName = new Map(slices.map((slice) => [slice.metadata.name, slice.endpoints]));
  const { changed, added } = pack(byName, group.endpoints, sameJson);
  for (const slice of slices) {
    const endpoints = changed.get(slice.metadata.name);
    const labels = labelsOf(service);
    if (endpoints === undefined && sameJson(labels, slice.metadata.labels)) continue;
    if (endpoints?.length === 0 && group.endpoints.size > 0) {
      store.delete(endpointSliceKind, slice.metadata.namespace, slice.metadata.name);
      continue;
    }
    const draft = sliceDraft(service, group.ports, endpoints ?? slice.endpoints, triggeredAt);
    store.update(endpointSliceKind, { ...draft, metadata: { ...draft.metadata, name: slice.metadata.name } });
  }
  const missing = slices.length === 0 && added.length === 0 ? [[]] : added;
  for (const endpoints of missing)
    createSlice(context, sliceDraft(service, group.ports, endpoints, triggeredAt));
}

/** Slices are named in the order they are needed, so that one more renames no other. */
function createSlice({ store, seed }: ControllerContext, draft: Draft<EndpointSlice>): void {
  const { namespace = "", generateName = "" } = draft.metadata;
  for (let nth = 0; ; nth++) {
    const name = `${generateName}${nameSuffix(5, seed, "endpointslice", namespace, generateName, nth)}`;
    if (store.get(endpointSliceKind, namespace, name) !== undefined) continue;
    store.create(endpointSliceKind, { ...draft, metadata: { ...draft.metadata, name } });
    return;
  }
}

function sliceDraft(
  service: Service,
  ports: readonly EndpointPort[],
  endpoints: readonly SliceEndpoint[],
  triggeredAt: string | undefined,
): Draft<EndpointSlice> {
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      generateName: `${service.metadata.name}-`,
      namespace: service.metadata.namespace ?? "",
      labels: labelsOf(service),
      ...(triggeredAt === undefined ? {} : { annotations: { [triggerTimeAnnotation]: triggeredAt } }),
      ownerReferences: [controlledBy(service)],
    },
    addressType: "IPv4",
    endpoints,
    ports,
  };
}

function labelsOf(service: Service): Readonly<Record<string, string>> {
  return {
    ...service.metadata.labels,
    ...(service.spec.clusterIP === "None" ? { [headlessLabel]: "" } : {}),
    [serviceNameLabel]: service.metadata.name,
    [sliceManagerLabel]: sliceManager,
  };
}

function endpointOf(store: Store, service: Service, pod: Pod): SliceEndpoint {
  const { name, namespace = "", uid, deletionTimestamp } = pod.metadata;
  const { nodeName } = pod.spec;
  const serving = podIsReady(pod);
  const terminating = deletionTimestamp !== undefined;
  const zone = store.get(nodeKind, undefined, nodeName ?? "")?.metadata.labels?.[zoneLabel];
  return {
    addresses: [pod.status.podIP ?? ""],
    conditions: {
      ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating),
      serving,
      terminating,
    },
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: { kind: "Pod", name, namespace, uid },
    ...(zone === undefined ? {} : { zone }),
  };
}
