import { timestampAt } from "../../clock/clock.ts";
import type { ComponentKind, KubeVirtVersion } from "../../model/components.ts";
import { componentTemplate, prometheusLabel } from "../bootstrap/component-pods.ts";
import { kubeVirtNamespace } from "../bootstrap/service-accounts.ts";
import {
  daemonSetKind,
  deploymentKind,
  type DaemonSet,
  type Deployment,
  type PodTemplate,
} from "../objects/workloads.ts";
import type { Store } from "../store.ts";
import { conflict, notFound, type Refusal } from "./refusal.ts";

const restartedAnnotation = "kubectl.kubernetes.io/restartedAt";

/** `kubectl scale deployment` of a component; a DaemonSet has as many pods as there are nodes. */
export function scaleComponent(
  store: Store,
  component: ComponentKind,
  replicas: number,
): Refusal | undefined {
  if (component === "virt-handler") return conflict("a DaemonSet cannot be scaled: add or remove nodes");
  const deployment = store.get(deploymentKind, kubeVirtNamespace, component);
  if (deployment === undefined) return notFound("deployments.apps", component);
  store.update(deploymentKind, { ...deployment, spec: { ...deployment.spec, replicas } });
  return undefined;
}

/**
 * Replaces a component's pods, as many at a time as its workload allows: by those of another release, or as
 * `kubectl rollout restart` does by new ones of the same.
 */
export function rollOutComponent(
  store: Store,
  component: ComponentKind,
  version: KubeVirtVersion | undefined,
): Refusal | undefined {
  const handler = component === "virt-handler";
  const present: Deployment | DaemonSet | undefined = handler
    ? store.get(daemonSetKind, kubeVirtNamespace, component)
    : store.get(deploymentKind, kubeVirtNamespace, component);
  if (present === undefined) return notFound(handler ? "daemonsets.apps" : "deployments.apps", component);
  const { template } = present.spec;
  const next = version === undefined ? restarted(store, template) : ofRelease(template, component, version);
  if (handler) store.update(daemonSetKind, withTemplate(present as DaemonSet, next));
  else store.update(deploymentKind, withTemplate(present as Deployment, next));
  return undefined;
}

function withTemplate<T extends Deployment | DaemonSet>(workload: T, template: PodTemplate): T {
  return { ...workload, spec: { ...workload.spec, template } };
}

function restarted({ clock }: Store, template: PodTemplate): PodTemplate {
  const annotations = {
    ...template.metadata.annotations,
    [restartedAnnotation]: timestampAt(clock, clock.now()),
  };
  return { ...template, metadata: { ...template.metadata, annotations } };
}

/** The other release's template, listed by the same Service and at the same port as the present one. */
function ofRelease(present: PodTemplate, component: ComponentKind, version: KubeVirtVersion): PodTemplate {
  const ports = present.spec.containers[0]?.ports;
  const port = ports?.find(({ name }) => name === "metrics")?.containerPort ?? 8443;
  const template = componentTemplate(component, version, port);
  const label = { [prometheusLabel]: present.metadata.labels[prometheusLabel] ?? "" };
  return {
    ...template,
    metadata: { ...template.metadata, labels: { ...template.metadata.labels, ...label } },
  };
}
