import type { KubeVirtVersion } from "../../model/components.ts";
import { entryFor } from "../catalogue.ts";
import type { Family } from "../family.ts";
import { counterFrom } from "../from-catalogue.ts";

/** A panic of a guest's operating system. */
interface GuestPanic {
  readonly namespace: string;
  readonly name: string;
  /** libvirt's kind of panic, e.g. `hyper-v`. */
  readonly type?: string;
  /** Windows' bug check, e.g. `0xd1`. */
  readonly bugcheckCode?: string;
}

/**
 * `kubevirt_vmi_guest_os_panic_total`, where the release has it. A series stays until the process ends, also
 * when its VMI is gone.
 *
 * Source: kubevirt pkg/monitoring/metrics/virt-handler/guest_metrics.go
 */
export function buildGuestPanics(version: KubeVirtVersion): {
  readonly families: readonly Family[];
  panicked(panic: GuestPanic): void;
} {
  const entry = entryFor("virt-handler", version, "kubevirt_vmi_guest_os_panic_total");
  const panics = entry && counterFrom(entry);
  return {
    families: panics === undefined ? [] : [panics],
    panicked: ({ namespace, name, type = "unknown", bugcheckCode = "unknown" }) =>
      panics?.inc([bugcheckCode, name, namespace, type]),
  };
}
