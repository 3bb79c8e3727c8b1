import { sameJson } from "../equality.ts";
import type { KubeVirtVersion } from "../../model/components.ts";
import { prometheusLabelValue } from "../bootstrap/component-pods.ts";
import { kubeVirtAlerts } from "../bootstrap/kubevirt-alerts.ts";
import { monitoringRole, monitoringRoleBinding } from "../bootstrap/kubevirt-rbac.ts";
import { kubeVirtNamespace } from "../bootstrap/service-accounts.ts";
import type { Kind } from "../kinds.ts";
import { isBeingDeleted, type Draft, type KubeObject } from "../object.ts";
import { serviceAccountKind } from "../objects/cluster-basics.ts";
import { definitionKind, definitionName } from "../objects/custom-resource-definition.ts";
import { kubeVirtKind, kubeVirtOf, type KubeVirt } from "../objects/kubevirt.ts";
import {
  monitoringName,
  prometheusRuleDraft,
  prometheusRuleKind,
  serviceMonitorDraft,
  serviceMonitorKind,
} from "../objects/monitoring.ts";
import { roleBindingKind, roleKind } from "../objects/rbac.ts";
import type { Store } from "../store.ts";
import { componentWorks } from "./component-gate.ts";
import type { ControllerContext } from "./context.ts";
import { WorkQueue } from "./work-queue.ts";

const reactionSeconds = 0.2;
const defaultAccount = "prometheus-k8s";

/**
 * Plays virt-operator's part in monitoring: what the monitoring stack is given follows the KubeVirt object's
 * settings, and is there only while the stack's account is, and its kinds are.
 */
export function startMonitoringController(context: ControllerContext, version: KubeVirtVersion): void {
  const { store } = context;
  const queue = new WorkQueue(
    context.clock,
    () => reconcileMonitoring(store, version),
    reactionSeconds,
    () => componentWorks(context, "virt-operator"),
  );
  for (const kind of [serviceAccountKind, definitionKind] as readonly Kind[])
    store.watch(kind, ({ type, object }) => {
      if (type !== "MODIFIED" || isBeingDeleted(object)) queue.add(monitoringName);
    });
  store.watch(kubeVirtKind, ({ object, previous }) => {
    if (object.spec !== previous?.spec) queue.add(monitoringName);
  });
}

/** Makes the cluster's monitoring objects what they are to be now. */
export function reconcileMonitoring(store: Store, version: KubeVirtVersion): void {
  const kubeVirt = kubeVirtOf(store);
  const account = kubeVirt?.spec.monitorAccount ?? defaultAccount;
  const namespace =
    kubeVirt === undefined ? undefined : monitorNamespaceOf(store, kubeVirt, account, version);
  const label = { "prometheus.kubevirt.io": prometheusLabelValue(version) };
  const granted = namespace !== undefined;
  keepOnly(store, roleKind, granted ? monitoringRole() : undefined);
  keepOnly(store, roleBindingKind, granted ? monitoringRoleBinding(namespace, account) : undefined);
  const monitorNamespace = kubeVirt?.spec.serviceMonitorNamespace ?? namespace ?? "";
  const monitor = serviceMonitorDraft(monitorNamespace, kubeVirtNamespace, label, version !== "legacy");
  keepOnly(store, serviceMonitorKind, granted && isServed(store, serviceMonitorKind) ? monitor : undefined);
  const rule = prometheusRuleDraft(kubeVirtNamespace, label, kubeVirtAlerts);
  keepOnly(store, prometheusRuleKind, granted && isServed(store, prometheusRuleKind) ? rule : undefined);
}

/** The namespace of the monitor account: the one the KubeVirt object names, or the first usual one that has it. */
function monitorNamespaceOf(
  store: Store,
  { spec }: KubeVirt,
  account: string,
  version: KubeVirtVersion,
): string | undefined {
  const usual = version === "legacy" ? ["openshift-monitoring"] : ["openshift-monitoring", "monitoring"];
  const candidates = spec.monitorNamespace === undefined ? usual : [spec.monitorNamespace];
  return candidates.find((namespace) => store.get(serviceAccountKind, namespace, account) !== undefined);
}

function isServed(store: Store, kind: Kind): boolean {
  const definition = store.get(definitionKind, undefined, definitionName(kind));
  return definition !== undefined && !isBeingDeleted(definition);
}

/** Names of the objects that are virt-operator's, whatever namespace they are in. */
const ownNames: ReadonlySet<string> = new Set([monitoringName, monitoringRole().metadata.name ?? ""]);

/** Has this one object of its kind, and none of virt-operator's in other namespaces. */
function keepOnly<T extends KubeObject>(store: Store, kind: Kind<T>, wanted: Draft<T> | undefined): void {
  for (const { metadata } of store.list(kind)) {
    const same = wanted?.metadata.name === metadata.name && wanted.metadata.namespace === metadata.namespace;
    if (ownNames.has(metadata.name) && !same) store.delete(kind, metadata.namespace, metadata.name);
  }
  if (wanted === undefined) return;
  const present = store.get(kind, wanted.metadata.namespace, wanted.metadata.name ?? "");
  if (present === undefined) store.create(kind, wanted);
  else if (!sameJson(wishOf(present), wishOf(wanted)))
    store.update(kind, { ...present, ...wanted, metadata: { ...present.metadata, ...wanted.metadata } });
}

function wishOf<T extends KubeObject>({ metadata, ...rest }: Draft<T>): object {
  return { labels: metadata.labels, ...rest };
}
