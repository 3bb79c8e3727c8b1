import type { ClusterFile } from "../../cluster/cluster-file.ts";
import type { ClusterNow, EventToCome, FaultNow } from "../../cluster/control/cluster-now.ts";
import type { ProgramKind } from "../../model/components.ts";
import type { ApiserverView, PodView } from "../running/apiserver-view.ts";

/** What `kvsim status` prints, and what `-o json` is. */
export interface StatusReport extends Omit<ClusterFile, "components" | "apiserver"> {
  /** Seconds since the timeline began; below 0 before that. */
  readonly t: number;
  readonly apiserver: ClusterFile["apiserver"] & { readonly problem?: string };
  /** VMIs by phase; absent while the apiserver does not answer. */
  readonly instances?: Readonly<Record<string, number>>;
  readonly activeFaults: readonly FaultNow[];
  /** Absent when nothing more happens. */
  readonly nextEvent?: EventToCome;
  readonly components: readonly ComponentReport[];
}

/** What only the apiserver knows is absent while that does not answer, and the process while there is none. */
export interface ComponentReport {
  readonly kind: ProgramKind;
  readonly pod: string;
  readonly node: string;
  readonly address: string;
  readonly pid?: number;
  readonly ready?: boolean;
  readonly restarts?: number;
}

export interface Problem {
  readonly problem: string;
}

/** Puts together what the cluster's file, its supervisor and its apiserver say. */
export function reportOf(
  { components, apiserver, ...cluster }: ClusterFile,
  { t, activeFaults, nextEvent }: ClusterNow,
  view: ApiserverView | Problem,
): StatusReport {
  const events = { activeFaults, ...(nextEvent === undefined ? {} : { nextEvent }) };
  if ("problem" in view) {
    return { ...cluster, t, apiserver: { ...apiserver, ...view }, ...events, components };
  }
  return {
    ...cluster,
    t,
    apiserver,
    instances: view.instances,
    ...events,
    components: [
      ...components.map((component) => ({ ...component, ...stateOf(view.pods.get(component.pod)) })),
      ...withoutProcess(components, view.pods),
    ].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)),
  };
}

function stateOf(pod: PodView | undefined): Pick<ComponentReport, "ready" | "restarts"> {
  return pod === undefined ? { ready: false } : { ready: pod.ready, restarts: pod.restarts };
}

/** Pods whose container is yet to start, or waits after a crash. */
function withoutProcess(
  components: ClusterFile["components"],
  pods: ReadonlyMap<string, PodView>,
): ComponentReport[] {
  const running = new Set(components.map(({ pod }) => pod));
  return [...pods]
    .filter(([pod]) => !running.has(pod))
    .map(([pod, { component, node, address, ready, restarts }]) => ({
      kind: component,
      pod,
      node,
      address,
      ready,
      restarts,
    }));
}

function sortKey({ kind, node, pod }: ComponentReport): string {
  return `${kind} ${node} ${pod}`;
}
