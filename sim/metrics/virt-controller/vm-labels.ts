import type { ObjectSample } from "../object-families.ts";
import type { Machine } from "./objects.ts";

/** Which labels of VMs are shown: the ConfigMap kubevirt-vm-labels-config. */
export interface LabelsConfig {
  /** Keys, or `*` for all. */
  readonly allowed: readonly string[];
  /** Keys that are left out, whatever is allowed. */
  readonly ignored: readonly string[];
}

export const defaultLabelsConfig: LabelsConfig = { allowed: ["*"], ignored: [] };

/** @param data the ConfigMap's; undefined if there is none */
export function labelsConfigFrom(data: Readonly<Record<string, string>> | undefined): LabelsConfig {
  const listOf = (text: string) =>
    text
      .split(",")
      .map((key) => key.trim())
      .filter((key) => key !== "");
  const { allowlist, ignorelist } = data ?? {};
  return {
    allowed: allowlist === undefined ? defaultLabelsConfig.allowed : listOf(allowlist),
    ignored: ignorelist === undefined ? defaultLabelsConfig.ignored : listOf(ignorelist),
  };
}

/**
 * The labels of a VM and of its template, which wins; nothing if none is shown.
 *
 * Source: kubevirt pkg/monitoring/metrics/virt-controller/vmlabels_collector.go
 */
export function labelSamples({ metadata, spec }: Machine, config: LabelsConfig): readonly ObjectSample[] {
  const labels = { ...metadata.labels, ...spec.template?.metadata?.labels };
  const shown = Object.keys(labels)
    .filter((key) => config.allowed.includes("*") || config.allowed.includes(key))
    .filter((key) => !config.ignored.includes(key));
  if (shown.length === 0) return [];
  return [
    {
      name: "kubevirt_vm_labels",
      labels: {
        ...Object.fromEntries(shown.toSorted().map((key) => [`label_${sanitized(key)}`, labels[key] ?? ""])),
        name: metadata.name,
        namespace: metadata.namespace ?? "",
      },
      value: 1,
    },
  ];
}

function sanitized(key: string): string {
  const name = key.replaceAll(/[^a-zA-Z0-9_]/g, "_");
  return /^[a-zA-Z_]/.test(name) ? name : `_${name}`;
}
