import { timestampAt, type Clock } from "../../clock/clock.ts";
import { uuid } from "../../model/random.ts";
import type { Draft } from "../object.ts";
import { guestOf } from "../objects/guest.ts";
import type { VirtualMachineInstance } from "../objects/virtual-machine.ts";
import { formatBytes } from "../quantity.ts";
import { given } from "./given.ts";
import { withDefaultDevices } from "./default-devices.ts";
import { outlined } from "./virtual-machines.ts";

const finalizer = "foregroundDeleteVirtualMachine";
const apiVersionAnnotations = {
  "kubevirt.io/latest-observed-api-version": "v1",
  "kubevirt.io/storage-observed-api-version": "v1",
};
const defaultMachine = "pc-q35-rhel9.6.0";

/** A new VMI as virt-api's webhook completes it: Pending, with a machine, a CPU and firmware it did not ask for. */
export function admitInstance(
  { clock, seed }: { readonly clock: Clock; readonly seed: number },
  draft: Draft<VirtualMachineInstance>,
  previous: VirtualMachineInstance | undefined,
): Draft<VirtualMachineInstance> {
  if (previous !== undefined) return draft;
  const finalizers = draft.metadata.finalizers ?? [];
  const pending = { phase: "Pending", phaseTransitionTimestamp: timestampAt(clock, clock.now()) } as const;
  return {
    ...draft,
    metadata: {
      ...draft.metadata,
      annotations: { ...draft.metadata.annotations, ...apiVersionAnnotations },
      finalizers: finalizers.includes(finalizer) ? finalizers : [...finalizers, finalizer],
    },
    spec: withDefaults(draft, seed),
    status: {
      ...given(draft.status),
      guestOSInfo: {},
      phase: pending.phase,
      phaseTransitionTimestamps: [pending],
      runtimeUser: 107,
    },
  };
}

function withDefaults(draft: Draft<VirtualMachineInstance>, seed: number): VirtualMachineInstance["spec"] {
  const spec = withDefaultDevices(outlined(draft.spec));
  const { domain } = spec;
  const { cores = 1, sockets = 1, threads = 1 } = domain.cpu ?? {};
  const memory = formatBytes(guestOf({ spec }).memoryBytes);
  return {
    ...spec,
    architecture: spec["architecture"] ?? "amd64",
    domain: {
      ...domain,
      cpu: { model: "host-model", ...domain.cpu, cores, sockets, threads },
      features: domain["features"] ?? { acpi: { enabled: true } },
      firmware: domain["firmware"] ?? firmwareOf(draft, seed),
      machine: domain.machine ?? { type: defaultMachine },
      memory: { ...domain.memory, guest: domain.memory?.guest ?? memory },
      resources: {
        ...domain.resources,
        requests: { memory, ...domain.resources?.requests },
      },
    },
  };
}

/** The same for every start of one VM, as Windows licences want it. */
function firmwareOf({ metadata }: Draft<VirtualMachineInstance>, seed: number) {
  const key = [metadata.namespace ?? "", metadata.name ?? ""];
  return { uuid: uuid(seed, "firmware", ...key), serial: uuid(seed, "firmware serial", ...key) };
}
