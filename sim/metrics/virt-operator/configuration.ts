import type { KubeVirtVersion } from "../../model/components.ts";
import { entryFor } from "../catalogue.ts";
import type { Family } from "../family.ts";
import { FunctionMetric } from "../vec.ts";

/** `kubevirt_configuration_emulation_enabled`, which the leading virt-operator shows, where the release has it. */
export function buildConfigurationMetrics(version: KubeVirtVersion): {
  readonly families: readonly Family[];
  /** `spec.configuration.developerConfiguration.useEmulation` of the KubeVirt CR. */
  setEmulation(enabled: boolean): void;
} {
  const entry = entryFor("virt-operator", version, "kubevirt_configuration_emulation_enabled");
  let value: number | undefined;
  return {
    families: entry === undefined ? [] : [new FunctionMetric(entry, () => value)],
    setEmulation: (enabled) => {
      value = enabled ? 1 : 0;
    },
  };
}
