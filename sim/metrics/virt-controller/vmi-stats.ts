import type { ObjectSample } from "../object-families.ts";
import { textOf, unixSeconds, type Fields, type Instance, type VendorOf } from "./objects.ts";
import { annotatedResource, templateInfo } from "./system-info.ts";
import { vnicSamples } from "./vnic-info.ts";

/** What is known of a VMI beside the object itself. */
export interface InstanceContext {
  /** The launcher pod that runs on the VMI's node. */
  readonly podName?: string | undefined;
  /** The name of the migration whose uid the VMI's migrationState has. */
  readonly migrationName?: string | undefined;
  /** Memory set aside for the launcher. */
  readonly memoryOverheadBytes?: number | undefined;
  /** `evictionStrategy` of the KubeVirt CR, for VMIs that have none of their own. */
  readonly evictionStrategy?: string | undefined;
  readonly vendorOf: VendorOf;
}

/**
 * What a VMI shows, in whatever phase it is.
 *
 * Source: kubevirt pkg/monitoring/metrics/virt-controller/vmistats_collector.go
 */
export function instanceSamples(vmi: Instance, context: InstanceContext): readonly ObjectSample[] {
  const { metadata, spec, status } = vmi;
  const owner = { name: metadata.name, namespace: metadata.namespace ?? "" };
  const onNode = { ...owner, node: status.nodeName ?? "" };
  const evictable = isEvictable(vmi, context.evictionStrategy);
  return [
    { name: "kubevirt_vmi_info", labels: infoLabels(vmi, evictable, context), value: 1 },
    { name: "kubevirt_vmi_non_evictable", labels: onNode, value: evictable ? 0 : 1 },
    ...addressSamples(onNode, status.interfaces ?? []),
    ...vnicSamples("kubevirt_vmi_vnic_info", spec, owner),
    ...overheadSamples(owner, context.memoryOverheadBytes),
    ...migrationTimeSamples(
      { ...onNode, migration_name: context.migrationName ?? "" },
      status["migrationState"] as Fields | undefined,
    ),
  ];
}

function infoLabels(
  { metadata, status }: Instance,
  evictable: boolean,
  { podName = "", vendorOf }: InstanceContext,
): Record<string, string> {
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? "",
    node: status.nodeName ?? "",
    phase: (status.phase ?? "").toLowerCase(),
    ...templateInfo(metadata.annotations),
    instance_type: annotatedResource("instancetype", metadata, vendorOf),
    preference: annotatedResource("preference", metadata, vendorOf),
    guest_os_kernel_release: textOf(status.guestOSInfo, "kernelRelease"),
    guest_os_machine: textOf(status["machine"], "type"),
    guest_os_arch: textOf(status.guestOSInfo, "machine"),
    guest_os_name: textOf(status.guestOSInfo, "name"),
    guest_os_version_id: textOf(status.guestOSInfo, "versionId"),
    evictable: String(evictable),
    outdated: String(metadata.labels?.["kubevirt.io/outdatedLauncherImage"] !== undefined),
    vmi_pod: podName,
  };
}

/** Whether nothing speaks against evicting it: one that is to migrate then has to be able to. */
function isEvictable({ spec, status }: Instance, clusterStrategy: string | undefined): boolean {
  const migratable = status.conditions?.find(({ type }) => type === "LiveMigratable");
  const isMigratable = migratable !== undefined && migratable.status !== "False";
  return (spec.evictionStrategy ?? clusterStrategy) !== "LiveMigrate" || isMigratable;
}

function addressSamples(labels: Record<string, string>, interfaces: readonly object[]): ObjectSample[] {
  return interfaces.flatMap((link) => {
    const [address, vnicName, interfaceName] = ["ipAddress", "name", "interfaceName"].map((field) =>
      textOf(link, field),
    );
    if (!address && !vnicName && !interfaceName) return [];
    return {
      name: "kubevirt_vmi_status_addresses",
      labels: {
        ...labels,
        address: address ?? "",
        vnic_name: vnicName ?? "",
        interface_name: interfaceName ?? "",
        type: address ? "ExternalInterface" : "SystemInterface",
      },
      value: 1,
    };
  });
}

function overheadSamples(labels: Record<string, string>, bytes: number | undefined): ObjectSample[] {
  if (bytes === undefined) return [];
  return [{ name: "kubevirt_vmi_launcher_memory_overhead_bytes", labels, value: bytes }];
}

function migrationTimeSamples(labels: Record<string, string>, state: Fields | undefined): ObjectSample[] {
  const [start, end] = [textOf(state, "startTimestamp"), textOf(state, "endTimestamp")];
  const status = state?.["completed"] !== true ? "" : state["failed"] === true ? "failed" : "succeeded";
  return [
    ...(start
      ? [{ name: "kubevirt_vmi_migration_start_time_seconds", labels, value: unixSeconds(start) }]
      : []),
    ...(end
      ? [
          {
            name: "kubevirt_vmi_migration_end_time_seconds",
            labels: { ...labels, status },
            value: unixSeconds(end),
          },
        ]
      : []),
  ];
}
