import { kindNamed } from "../kinds.ts";
import type { KubeObject } from "../object.ts";

export interface Namespace extends KubeObject {
  readonly spec: { readonly finalizers: readonly string[] };
  readonly status: { readonly phase: string };
}

export interface ConfigMap extends KubeObject {
  readonly data: Readonly<Record<string, string>>;
}

export interface PriorityClass extends KubeObject {
  readonly value: number;
  readonly globalDefault: boolean;
  readonly description: string;
  readonly preemptionPolicy: string;
}

export const namespaceKind = kindNamed<Namespace>("namespaces");
export const serviceAccountKind = kindNamed("serviceaccounts");
export const configMapKind = kindNamed<ConfigMap>("configmaps");
export const priorityClassKind = kindNamed<PriorityClass>("priorityclasses", "scheduling.k8s.io");
