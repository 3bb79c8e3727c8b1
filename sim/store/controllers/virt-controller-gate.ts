import { kubeVirtNamespace } from "../bootstrap/service-accounts.ts";
import { leaseKind } from "../objects/lease.ts";
import { podIsReady, podsByComponent } from "../objects/pod.ts";
import type { ControllerContext } from "./context.ts";

/**
 * Whether there is a virt-controller at work: the pod that holds the Lease, ready. While there is none, what
 * virt-controller does is not done. In the history before t = 0 its pods have yet to be rolled out.
 */
export function virtControllerWorks({ store, clock }: ControllerContext): boolean {
  if (clock.now() < 0) return true;
  const holder = store.get(leaseKind, kubeVirtNamespace, "virt-controller")?.spec.holderIdentity;
  return store
    .by(podsByComponent, "virt-controller")
    .some((pod) => podIsReady(pod) && (holder === undefined || holder === pod.metadata.name));
}
