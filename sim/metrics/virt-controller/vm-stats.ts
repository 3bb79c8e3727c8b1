import { parseQuantity } from "../../model/quantity.ts";
import type { ObjectSample } from "../object-families.ts";
import { textOf, unixSeconds, type Fields, type Machine, type VendorOf } from "./objects.ts";
import { referredResource, templateInfo } from "./system-info.ts";
import { labelSamples, type LabelsConfig } from "./vm-labels.ts";
import { limitSamples, requestSamples } from "./vm-resources.ts";
import { statusGroupOf, statusTimeSamples } from "./vm-status.ts";
import { vnicSamples } from "./vnic-info.ts";

/** A PersistentVolumeClaim as far as it concerns the disks of a VM. */
export interface Claim {
  readonly spec: {
    readonly resources: { readonly requests: { readonly storage: string } };
    readonly volumeMode?: string;
  };
}

/** What is known of a VM beside the object itself. */
export interface MachineContext {
  /** A claim of the VM's namespace. */
  readonly claimNamed: (name: string) => Claim | undefined;
  readonly vendorOf: VendorOf;
  readonly labelsConfig: LabelsConfig;
}

/**
 * What a VM shows, running or not.
 *
 * Source: kubevirt pkg/monitoring/metrics/virt-controller/vmstats_collector.go
 */
export function machineSamples(vm: Machine, context: MachineContext): readonly ObjectSample[] {
  const { metadata, spec } = vm;
  const owner = { name: metadata.name, namespace: metadata.namespace ?? "" };
  const template = spec.template?.spec;
  return [
    { name: "kubevirt_vm_info", labels: infoLabels(vm, context.vendorOf), value: 1 },
    ...statusTimeSamples(vm),
    ...creationSamples(vm),
    ...labelSamples(vm, context.labelsConfig),
    ...(template === undefined
      ? []
      : [
          ...requestSamples(owner, template),
          ...limitSamples(owner, template),
          ...vnicSamples("kubevirt_vm_vnic_info", template, owner),
          ...diskSamples(vm, context.claimNamed),
        ]),
  ];
}

function infoLabels({ metadata, spec, status }: Machine, vendorOf: VendorOf): Record<string, string> {
  const { namespace = "" } = metadata;
  const printableStatus = status?.printableStatus ?? "";
  const refer = (kind: "instancetype" | "preference") =>
    referredResource(kind, spec[kind] as Fields | undefined, namespace, vendorOf);
  return {
    name: metadata.name,
    namespace,
    ...templateInfo(spec.template?.metadata?.annotations),
    machine_type: spec.template?.spec.domain.machine?.type ?? "",
    instance_type: refer("instancetype"),
    preference: refer("preference"),
    status: printableStatus.toLowerCase(),
    status_group: statusGroupOf(printableStatus) ?? "<unknown>",
  };
}

function creationSamples({ metadata }: Machine): ObjectSample[] {
  if (metadata.creationTimestamp === undefined) return [];
  return [
    {
      name: "kubevirt_vm_create_date_timestamp_seconds",
      labels: { name: metadata.name, namespace: metadata.namespace ?? "" },
      value: unixSeconds(metadata.creationTimestamp),
    },
  ];
}

/** One sample for each volume whose claim exists; a DataVolume's claim has its name. */
function diskSamples({ metadata, spec }: Machine, claimNamed: MachineContext["claimNamed"]): ObjectSample[] {
  return (spec.template?.spec.volumes ?? []).flatMap((volume) => {
    const dataVolume = textOf(volume["dataVolume"], "name");
    const claimName = textOf(volume["persistentVolumeClaim"], "claimName") || dataVolume;
    const claim = claimName === "" ? undefined : claimNamed(claimName);
    if (claim === undefined) return [];
    const { resources, volumeMode = "" } = claim.spec;
    const bytes = parseQuantity(templateSize(spec, dataVolume) ?? resources.requests.storage) ?? 0;
    return {
      name: "kubevirt_vm_disk_allocated_size_bytes",
      labels: {
        name: metadata.name,
        namespace: metadata.namespace ?? "",
        persistentvolumeclaim: claimName,
        volume_mode: volumeMode,
        device: volume.name,
      },
      value: bytes,
    };
  });
}

/** The size that the VM's own template of the DataVolume asks for, where that says it for a PVC. */
function templateSize(spec: Machine["spec"], dataVolume: string): string | undefined {
  if (dataVolume === "") return undefined;
  const templates = (spec["dataVolumeTemplates"] ?? []) as readonly {
    readonly metadata?: { readonly name?: string };
    readonly spec?: { readonly pvc?: Claim["spec"] };
  }[];
  const template = templates.find(({ metadata }) => metadata?.name === dataVolume);
  return template?.spec?.pvc?.resources.requests.storage;
}
