import type { Draft } from "../object.ts";
import type { VirtualMachine, VirtualMachineInstanceSpec } from "../objects/virtual-machine.ts";
import { given } from "./given.ts";

/** A VirtualMachine of which at least the outline is there: what its guest is like may be left to defaults. */
export function admitVirtualMachine(
  draft: Draft<VirtualMachine>,
  previous: VirtualMachine | undefined,
): Draft<VirtualMachine> {
  if (draft.spec === previous?.spec) return draft;
  const template = given(given(draft.spec)?.template);
  if (given(given(given(template?.spec)?.domain)?.devices) !== undefined) return draft;
  return { ...draft, spec: { ...draft.spec, template: { ...template, spec: outlined(template?.spec) } } };
}

/** A VMI's spec with a domain that has devices, if only none. */
export function outlined(spec: VirtualMachineInstanceSpec | undefined): VirtualMachineInstanceSpec {
  const domain = given(spec?.domain);
  return { ...spec, domain: { ...domain, devices: { ...domain?.devices } } };
}
