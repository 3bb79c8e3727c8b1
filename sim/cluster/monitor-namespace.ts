import type { Scenario } from "../scenario/scenario.ts";
import { defaultMonitorNamespace } from "../store/bootstrap/kubevirt.ts";

/** The namespace of the monitoring stack: the scenario's, or KubeVirt's default. */
export function monitorNamespaceOf({ version, platform, monitorNamespace }: Scenario["kubevirt"]): string {
  return monitorNamespace ?? defaultMonitorNamespace(version, platform);
}
