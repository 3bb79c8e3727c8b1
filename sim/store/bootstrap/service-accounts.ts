import type { ComponentKind } from "../../model/components.ts";

export const kubeVirtNamespace = "kubevirt";

/** The ServiceAccount that each component's pods run as. */
export const serviceAccounts: Readonly<Record<ComponentKind, string>> = {
  "virt-handler": "kubevirt-handler",
  "virt-controller": "kubevirt-controller",
  "virt-api": "kubevirt-apiserver",
  "virt-operator": "kubevirt-operator",
};

/** A ServiceAccount as the API server knows a user. */
export function userName(namespace: string, serviceAccount: string): string {
  return `system:serviceaccount:${namespace}:${serviceAccount}`;
}

export function componentUserName(component: ComponentKind): string {
  return userName(kubeVirtNamespace, serviceAccounts[component]);
}
