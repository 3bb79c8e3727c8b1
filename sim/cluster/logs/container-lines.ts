import { formatAddress } from "../../model/addresses.ts";
import { releaseOf, type KubeVirtVersion } from "../../model/components.ts";
import { stateMetricsVersion } from "../../model/kube-state-metrics.ts";
import type { ComponentContainer } from "../../store/container-runtime.ts";

/** What every component says as it begins. @param version the cluster's, for an image that names none */
export function beginLine(
  { component, nodeName, ...container }: ComponentContainer,
  version: KubeVirtVersion,
): string {
  const release =
    component === "kube-state-metrics" ? stateMetricsVersion : releaseOf(container.version ?? version);
  return `${component} ${release} begins on ${nodeName}`;
}

export function readyLine({ address }: ComponentContainer): string {
  return `caches are synced, serving /metrics on ${formatAddress(address)}`;
}

export const terminateLine = "Received signal terminated";
