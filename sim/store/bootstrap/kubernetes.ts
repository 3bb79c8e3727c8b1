import { timestampAt } from "../../clock/clock.ts";
import type { Address, AddressPlan } from "../../model/addresses.ts";
import { endpointSliceKind, serviceNameLabel } from "../objects/endpoint-slice.ts";
import { namespaceKind, priorityClassKind, serviceAccountKind } from "../objects/cluster-basics.ts";
import { internalIpOf, nodeDraft, nodeKind } from "../objects/node.ts";
import { endpointsKind, serviceKind } from "../objects/service.ts";
import { standardStorageClass, storageClassKind } from "../objects/storage-class.ts";
import type { Store } from "../store.ts";

/** Makes a namespace with its default ServiceAccount, unless it is there. */
export function ensureNamespace(
  store: Store,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): void {
  if (store.get(namespaceKind, undefined, name) !== undefined) return;
  store.create(namespaceKind, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { "kubernetes.io/metadata.name": name, ...labels } },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  });
  ensureServiceAccount(store, name, "default");
}

export function ensureServiceAccount(
  store: Store,
  namespace: string,
  name: string,
  labels?: Readonly<Record<string, string>>,
): void {
  if (store.get(serviceAccountKind, namespace, name) !== undefined) return;
  const metadata = { name, namespace, ...(labels === undefined ? {} : { labels }) };
  store.create(serviceAccountKind, { apiVersion: "v1", kind: "ServiceAccount", metadata });
}

interface NodeToAdd {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly cpus: number;
  readonly memoryBytes: number;
}

/**
 * A cluster as it is before anything is installed in it: its namespaces, its nodes, its storage, and the
 * Service of the API server with its addresses. The nodes carry what an earlier virt-handler left on them.
 *
 * @param apiserver where the API server is reached
 */
export function bootstrapKubernetes(
  store: Store,
  nodes: readonly NodeToAdd[],
  plan: AddressPlan,
  apiserver?: Address,
): void {
  for (const name of ["default", "kube-node-lease", "kube-public", "kube-system"])
    ensureNamespace(store, name);
  for (const node of nodes) {
    registerNode(store, plan, { ...node, labels: { ...keptByHandler, ...node.labels } });
  }
  store.create(storageClassKind, standardStorageClass);
  createPriorityClasses(store);
  createApiserverService(store, apiserver);
}

/** What an earlier virt-handler left on a node; on a new one virt-handler puts it when it is there. */
const keptByHandler = {
  "kubevirt.io/schedulable": "true",
  "kubevirt.io/cpumanager": "false",
  cpumanager: "false",
};

/** A kubelet registers its node. */
export function registerNode(store: Store, plan: AddressPlan, node: NodeToAdd): void {
  const createdAt = timestampAt(store.clock, store.clock.now());
  const internalIp = freeNodeIp(store, plan);
  store.create(nodeKind, nodeDraft({ ...node, internalIp, createdAt, seed: store.seed }));
}

function freeNodeIp(store: Store, plan: AddressPlan): string {
  const nodes = store.list(nodeKind);
  const likely = plan.nodeIp(nodes.length);
  const taken = new Set(nodes.map(({ metadata }) => internalIpOf(store, metadata.name)));
  if (!taken.has(likely)) return likely;
  for (let index = 0; ; index++) if (!taken.has(plan.nodeIp(index))) return plan.nodeIp(index);
}

function createPriorityClasses(store: Store): void {
  for (const [name, value, description] of [
    [
      "system-cluster-critical",
      2_000_000_000,
      "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
    ],
    [
      "system-node-critical",
      2_000_001_000,
      "Used for system critical pods that must not be moved from their current node.",
    ],
  ] as const) {
    store.create(priorityClassKind, {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name },
      value,
      globalDefault: false,
      description,
      preemptionPolicy: "PreemptLowerPriority",
    });
  }
}

/** The API server keeps the addresses of its own Service itself. */
function createApiserverService(store: Store, apiserver: Address | undefined): void {
  const metadata = { name: "kubernetes", namespace: "default" };
  const { port } = apiserver ?? { port: 6443 };
  store.create(serviceKind, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { ...metadata, labels: { component: "apiserver", provider: "kubernetes" } },
    spec: {
      type: "ClusterIP",
      clusterIP: "10.96.0.1",
      clusterIPs: ["10.96.0.1"],
      ports: [{ name: "https", port: 443, targetPort: port, protocol: "TCP" }],
    },
    status: { loadBalancer: {} },
  });
  if (apiserver === undefined) return;
  const ports = [{ name: "https", port, protocol: "TCP" }];
  store.create(endpointsKind, {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: { ...metadata, labels: { "endpointslice.kubernetes.io/skip-mirror": "true" } },
    subsets: [{ addresses: [{ ip: apiserver.ip }], ports }],
  });
  store.create(endpointSliceKind, {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { ...metadata, labels: { [serviceNameLabel]: metadata.name } },
    addressType: "IPv4",
    endpoints: [{ addresses: [apiserver.ip], conditions: { ready: true } }],
    ports,
  });
}
