import { timestampAt } from "../../clock/clock.ts";
import type { AddressPlan } from "../../model/addresses.ts";
import { kindNamed } from "../kinds.ts";
import type { KubeObject } from "../object.ts";
import { nodeDraft, nodeKind } from "../objects/node.ts";
import { serviceKind } from "../objects/service.ts";
import type { Store } from "../store.ts";

export interface Namespace extends KubeObject {
  readonly spec: { readonly finalizers: readonly string[] };
  readonly status: { readonly phase: string };
}

export interface ServiceAccount extends KubeObject {
  readonly metadata: KubeObject["metadata"];
}

export const namespaceKind = kindNamed<Namespace>("namespaces");
export const serviceAccountKind = kindNamed<ServiceAccount>("serviceaccounts");

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

export interface NodeToAdd {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly cpus: number;
  readonly memoryBytes: number;
}

/**
 * A cluster as it is before anything is installed in it: its namespaces, its nodes, and the Service of the
 * API server. The nodes carry what an earlier virt-handler left on them.
 */
export function bootstrapKubernetes(store: Store, nodes: readonly NodeToAdd[], plan: AddressPlan): void {
  for (const name of ["default", "kube-node-lease", "kube-public", "kube-system"])
    ensureNamespace(store, name);
  const now = timestampAt(store.clock, store.clock.now());
  nodes.forEach((node, index) => {
    const draft = nodeDraft({ ...node, internalIp: plan.nodeIp(index), createdAt: now });
    store.create(nodeKind, {
      ...draft,
      metadata: {
        ...draft.metadata,
        labels: {
          ...draft.metadata.labels,
          "kubevirt.io/schedulable": "true",
          "kubevirt.io/cpumanager": "false",
          cpumanager: "false",
        },
      },
    });
  });
  store.create(serviceKind, {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: "kubernetes",
      namespace: "default",
      labels: { component: "apiserver", provider: "kubernetes" },
    },
    spec: {
      type: "ClusterIP",
      clusterIP: "10.96.0.1",
      clusterIPs: ["10.96.0.1"],
      ports: [{ name: "https", port: 443, targetPort: 6443, protocol: "TCP" }],
    },
    status: { loadBalancer: {} },
  });
}
