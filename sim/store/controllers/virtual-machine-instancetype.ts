import {
  instancetypeMatcher,
  matched,
  preferenceMatcher,
  withInstancetype,
} from "../objects/instancetype.ts";
import type { VirtualMachine, VirtualMachineInstanceSpec } from "../objects/virtual-machine.ts";
import type { Store } from "../store.ts";

/** The spec of a VM's next VMI, its instance type applied; undefined while that instance type is missing. */
export function findInstancetypeSpec(
  store: Store,
  { metadata, spec }: VirtualMachine,
): VirtualMachineInstanceSpec | undefined {
  const reference = instancetypeMatcher(spec);
  if (reference === undefined) return spec.template.spec;
  const instancetype = matched(store, reference, metadata.namespace);
  const wish = preferenceMatcher(spec);
  const preference = wish === undefined ? undefined : matched(store, wish, metadata.namespace);
  return instancetype && withInstancetype(spec.template.spec, instancetype, preference);
}
