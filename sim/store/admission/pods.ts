import type { Draft } from "../object.ts";
import type { Container, Pod } from "../objects/pod.ts";
import { defaultTolerations, type Toleration } from "../objects/taint.ts";

/** A pod as the API server completes it: service account, scheduler, tolerations, its class of service. */
export function admitPod(draft: Draft<Pod>, previous: Pod | undefined): Draft<Pod> {
  if (previous !== undefined) return draft;
  const { spec, status } = draft as {
    readonly spec: Partial<Pod["spec"]>;
    readonly status?: Partial<Pod["status"]>;
  };
  const account = spec.serviceAccountName ?? "default";
  const containers = spec.containers ?? [];
  return {
    ...draft,
    spec: {
      dnsPolicy: "ClusterFirst",
      enableServiceLinks: true,
      restartPolicy: "Always",
      schedulerName: "default-scheduler",
      securityContext: {},
      terminationGracePeriodSeconds: 30,
      ...spec,
      containers,
      serviceAccount: account,
      serviceAccountName: account,
      tolerations: withDefaultTolerations(spec.tolerations ?? []),
    },
    status: {
      ...status,
      phase: status?.phase ?? "Pending",
      conditions: status?.conditions ?? [],
      qosClass: qosClassOf(containers),
    },
  };
}

function withDefaultTolerations(own: readonly Toleration[]): readonly Toleration[] {
  const missing = defaultTolerations.filter(
    ({ key }) =>
      !own.some((toleration) => toleration.key === key && (toleration.effect ?? "NoExecute") === "NoExecute"),
  );
  return missing.length === 0 ? own : [...own, ...missing];
}

/** Guaranteed where limits are what is asked for, BestEffort where nothing is asked for. */
function qosClassOf(containers: readonly Container[]): string {
  const asked = containers.flatMap(({ resources }) => {
    const { limits = {}, requests = limits } = resources ?? {};
    return ["cpu", "memory"].map((resource) => ({ request: requests[resource], limit: limits[resource] }));
  });
  if (asked.every(({ request, limit }) => request === undefined && limit === undefined)) return "BestEffort";
  const guaranteed = asked.every(({ request, limit }) => limit !== undefined && request === limit);
  return guaranteed ? "Guaranteed" : "Burstable";
}
