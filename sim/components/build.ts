import type { ComponentKind } from "../model/components.ts";
import type { Component, ComponentOptions, KubeVirtComponentOptions } from "./component.ts";
import { KubeStateMetrics } from "./kube-state-metrics.ts";
import { VirtApi } from "./virt-api.ts";
import { VirtController } from "./virt-controller.ts";
import { VirtHandler } from "./virt-handler.ts";
import { VirtOperator } from "./virt-operator.ts";

const kinds: Readonly<Record<ComponentKind, new (options: KubeVirtComponentOptions) => Component>> = {
  "virt-handler": VirtHandler,
  "virt-controller": VirtController,
  "virt-api": VirtApi,
  "virt-operator": VirtOperator,
};

/** The program of a container, not yet started. */
export function buildComponent(options: ComponentOptions): Component {
  const { container } = options;
  const { component } = container;
  if (component === "kube-state-metrics") return new KubeStateMetrics(options);
  return new kinds[component]({ ...options, container: { ...container, component } });
}
