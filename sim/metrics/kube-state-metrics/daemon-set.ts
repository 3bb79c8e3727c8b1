import type { StateDaemonSet } from "./objects.ts";
import type { StateResource } from "./state-family.ts";

/**
 * What is shown of DaemonSets.
 *
 * Source: kube-state-metrics internal/store/daemonset.go
 */
export const daemonSetResource: StateResource<StateDaemonSet> = {
  plural: "daemonsets",
  identify: ({ metadata: { namespace = "", name } }) => ({ namespace, daemonset: name }),
  families: [
    {
      name: "kube_daemonset_status_desired_number_scheduled",
      help: "How many nodes the DaemonSet is to have a pod on.",
      stability: "STABLE",
      labels: [],
      samples: ({ status }) => [{ labels: {}, value: status.desiredNumberScheduled ?? 0 }],
    },
    {
      name: "kube_daemonset_status_number_ready",
      help: "On how many of those nodes its pod is ready.",
      stability: "STABLE",
      labels: [],
      samples: ({ status }) => [{ labels: {}, value: status.numberReady ?? 0 }],
    },
  ],
};
