import type { ComponentKind, KubeVirtVersion } from "../model/components.ts";
import { entryFor } from "./catalogue.ts";
import { gaugeFrom } from "./from-catalogue.ts";
import type { GaugeVec } from "./vec.ts";

/** A flag that a component shows of itself. */
export interface StatusFlag {
  set(value: 0 | 1): void;
}

const names: Readonly<Record<KubeVirtVersion, (status: string, component: string) => string>> = {
  legacy: (status, component) => `${status}_${component}`,
  "v1.9": (status, component) => `kubevirt_${component}_${status}_status`,
};

/** The gauge of a status, 0 until it is set; undefined where the release has none for this kind. */
export function statusGauge(
  status: "ready" | "leading",
  kind: ComponentKind,
  version: KubeVirtVersion,
): GaugeVec | undefined {
  const entry = entryFor(kind, version, names[version](status, kind.replace("-", "_")));
  return entry && gaugeFrom(entry);
}
