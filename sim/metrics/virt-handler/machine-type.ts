import type { CatalogueEntry } from "../catalogue/entry.ts";
import type { Family } from "../family.ts";
import { gaugeFrom } from "../from-catalogue.ts";

/** What the qemu of KubeVirt's launcher image calls deprecated. */
const deprecatedMachineTypes = [
  "pc-i440fx-rhel7.6.0",
  "pc-q35-rhel7.6.0",
  "pc-q35-rhel8.0.0",
  "pc-q35-rhel8.1.0",
  "pc-q35-rhel8.2.0",
  "pc-q35-rhel8.3.0",
  "pc-q35-rhel8.4.0",
  "pc-q35-rhel8.5.0",
];

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/machine_type.go */
export function buildDeprecatedMachineTypes(entry: CatalogueEntry, nodeName: string): Family {
  const family = gaugeFrom(entry);
  for (const machineType of deprecatedMachineTypes) family.set([machineType, nodeName], 1);
  return family;
}
