export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
  readonly timeAdded?: string;
}

export interface Toleration {
  /** Without a key (and with operator Exists): every taint. */
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  /** Without an effect: all effects. */
  readonly effect?: string;
  /** How long a NoExecute taint is borne; without it for ever. */
  readonly tolerationSeconds?: number;
}

export const unschedulableTaint = "node.kubernetes.io/unschedulable";
export const unreachableTaint = "node.kubernetes.io/unreachable";
const notReadyTaint = "node.kubernetes.io/not-ready";

/** The taints with `taint` among them, or without the one of this key and effect. */
export function withTaint(taints: readonly Taint[] | undefined, taint: Taint): readonly Taint[] {
  return hasTaint(taints, taint) ? (taints ?? []) : [...(taints ?? []), taint];
}

export function withoutTaint(taints: readonly Taint[] | undefined, { key, effect }: Taint): readonly Taint[] {
  return (taints ?? []).filter((taint) => taint.key !== key || taint.effect !== effect);
}

function hasTaint(taints: readonly Taint[] | undefined, { key, effect }: Taint): boolean {
  return taints?.some((taint) => taint.key === key && taint.effect === effect) ?? false;
}

/** What kubelet and scheduler add to every pod that says nothing itself: five minutes on a lost node. */
export const defaultTolerations: readonly Toleration[] = [notReadyTaint, unreachableTaint].map((key) => ({
  key,
  operator: "Exists",
  effect: "NoExecute",
  tolerationSeconds: 300,
}));

/** What the DaemonSet controller gives its pods, so that they stay on a node in trouble. */
export const daemonTolerations: readonly Toleration[] = [
  { key: notReadyTaint, operator: "Exists", effect: "NoExecute" },
  { key: unreachableTaint, operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/disk-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/memory-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/pid-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: unschedulableTaint, operator: "Exists", effect: "NoSchedule" },
];
