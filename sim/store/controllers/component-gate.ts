import type { ComponentKind } from "../../model/components.ts";
import { kubeVirtNamespace } from "../bootstrap/service-accounts.ts";
import { leaseKind } from "../objects/lease.ts";
import { podIsReady, podsByComponent } from "../objects/pod.ts";
import type { ControllerContext } from "./context.ts";

/** Components of which one replica works and the others wait: the one that holds the Lease of this name. */
type LedComponent = Extract<ComponentKind, "virt-controller" | "virt-operator">;

/**
 * Whether a component is at work: the pod that holds its Lease, ready. While there is none, what it does is
 * not done. In history the pods have yet to be rolled out, and it is.
 */
export function componentWorks({ store, history }: ControllerContext, component: LedComponent): boolean {
  if (!history.over) return true;
  const holder = store.get(leaseKind, kubeVirtNamespace, component)?.spec.holderIdentity;
  return store
    .by(podsByComponent, component)
    .some((pod) => podIsReady(pod) && (holder === undefined || holder === pod.metadata.name));
}
