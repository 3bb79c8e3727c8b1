import type { ComponentKind } from "../model/components.ts";
import type { Component, ComponentOptions } from "./component.ts";
import { VirtApi } from "./virt-api.ts";
import { VirtController } from "./virt-controller.ts";
import { VirtHandler } from "./virt-handler.ts";
import { VirtOperator } from "./virt-operator.ts";

const kinds: Readonly<Record<ComponentKind, new (options: ComponentOptions) => Component>> = {
  "virt-handler": VirtHandler,
  "virt-controller": VirtController,
  "virt-api": VirtApi,
  "virt-operator": VirtOperator,
};

/** The program of a container, not yet started. */
export function buildComponent(options: ComponentOptions): Component {
  return new kinds[options.container.component](options);
}
