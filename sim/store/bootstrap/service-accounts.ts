import type { ComponentKind, ProgramKind } from "../../model/components.ts";

export const kubeVirtNamespace = "kubevirt";

/** The ServiceAccount that each component's pods run as. */
export const serviceAccounts: Readonly<Record<ProgramKind, string>> = {
  "virt-handler": "kubevirt-handler",
  "virt-controller": "kubevirt-controller",
  "virt-api": "kubevirt-apiserver",
  "virt-operator": "kubevirt-operator",
  "kube-state-metrics": "kube-state-metrics",
};

/** A ServiceAccount as the API server knows a user. */
export function userName(namespace: string, serviceAccount: string): string {
  return `system:serviceaccount:${namespace}:${serviceAccount}`;
}

export function componentUserName(component: ComponentKind): string {
  return programUserName(component, kubeVirtNamespace);
}

/** The user that a pod of this namespace is. */
export function programUserName(program: ProgramKind, namespace: string): string {
  return userName(namespace, serviceAccounts[program]);
}
