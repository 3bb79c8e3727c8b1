import type { ObjectSample } from "../object-families.ts";
import { unixSeconds, type Machine } from "./objects.ts";

/** Groups of a VM's printable status. */
const groups = {
  starting: ["Provisioning", "Starting", "WaitingForVolumeBinding"],
  running: ["Running"],
  migrating: ["Migrating"],
  non_running: ["Stopped", "Paused", "Stopping", "Terminating"],
  error: [
    "CrashLoopBackOff",
    "Unknown",
    "ErrorUnschedulable",
    "ErrImagePull",
    "ImagePullBackOff",
    "ErrorPvcNotFound",
    "DataVolumeError",
  ],
} as const;
type StatusGroup = keyof typeof groups;

const conditionTypes: ReadonlySet<string> = new Set(["Ready", "Failure", "Paused"]);

/** The group of a printable status; undefined for one that KubeVirt forgot, and for none. */
export function statusGroupOf(printableStatus: string): StatusGroup | undefined {
  const names = Object.keys(groups) as StatusGroup[];
  return names.find((name) => groups[name].some((status) => status === printableStatus));
}

/**
 * When the VM's conditions last changed, in the family of its status group; 0 in the families of the others.
 *
 * A status outside of every group counts as an error here, though not in kubevirt_vm_info.
 */
export function statusTimeSamples({ metadata, status }: Machine): readonly ObjectSample[] {
  const labels = { name: metadata.name, namespace: metadata.namespace ?? "" };
  const present = statusGroupOf(status?.printableStatus ?? "") ?? "error";
  const times = (status?.conditions ?? [])
    .filter(
      ({ type, lastTransitionTime }) => conditionTypes.has(type) && typeof lastTransitionTime === "string",
    )
    .map(({ lastTransitionTime }) => unixSeconds(lastTransitionTime ?? ""));
  return Object.keys(groups).map((group) => ({
    name: `kubevirt_vm_${group}_status_last_transition_timestamp_seconds`,
    labels,
    value: group === present ? Math.max(-1, ...times) : 0,
  }));
}
