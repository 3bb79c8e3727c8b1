import type { KubeVirtVersion } from "../../model/components.ts";
import type { Domain } from "../../model/domain.ts";
import type { ReadingLayout } from "../../model/reading.ts";
import { compareText, type Label } from "../labels.ts";
import type { Part } from "./domain-metric.ts";
import type { Instance } from "./instance.ts";

/** One vCPU, disk, … of a domain: where its values stand, and the labels that name it. */
interface NamedPart {
  /** Place of its first slot in the Reading. */
  readonly offset: number;
  readonly labels: readonly Label[];
}

/** The parts of one kind that a domain has, named as `version` names them. */
export function partsOf(
  part: Part,
  domain: Domain,
  layout: ReadingLayout,
  version: KubeVirtVersion,
): readonly NamedPart[] {
  const device = version === "legacy" ? "device" : "alias";
  switch (part) {
    case "domain":
      return [{ offset: 0, labels: [] }];
    case "vcpu":
      return Array.from({ length: domain.vcpus }, (_, index) => ({
        offset: layout.vcpu(index),
        labels: [{ name: "id", value: String(index) }],
      }));
    case "disk":
      return domain.disks.map((disk, index) => ({
        offset: layout.disk(index),
        labels: [{ name: "drive", value: disk[device] }],
      }));
    case "interface":
      return domain.interfaces.map((link, index) => ({
        offset: layout.interface(index),
        labels: [{ name: "interface", value: link[device] }],
      }));
    case "filesystem":
      return domain.filesystems.map((filesystem, index) => ({
        offset: layout.filesystem(index),
        labels: [
          { name: "disk_name", value: filesystem.device },
          { name: "file_system_type", value: filesystem.type },
          { name: "mount_point", value: filesystem.mountPoint },
        ],
      }));
  }
}

/** The labels that all series of a VMI have. */
export function instanceLabels(
  { namespace, name, labels, nodeName }: Instance,
  ownNode: string,
  version: KubeVirtVersion,
): readonly Label[] {
  return [
    { name: "node", value: nodeName ?? ownNode },
    { name: "namespace", value: namespace },
    { name: "name", value: name },
    ...(version === "legacy" ? [{ name: "domain", value: `${namespace}_${name}` }] : vmiLabels(labels)),
  ];
}

/**
 * Each label of the VMI as a Prometheus label. Keys that become the same leave one, which in KubeVirt is
 * any of them and here the last by name.
 */
function vmiLabels(labels: Readonly<Record<string, string>>): readonly Label[] {
  const byName = new Map<string, string>();
  for (const [key, value] of Object.entries(labels).toSorted(([a], [b]) => compareText(a, b))) {
    byName.set(`kubernetes_vmi_label_${key.replaceAll(/[./-]/g, "_")}`, value);
  }
  return [...byName].map(([name, value]) => ({ name, value }));
}
