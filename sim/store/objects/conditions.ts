/** A condition as pods, nodes and VMIs carry it. */
export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly lastTransitionTime?: string | null;
  readonly lastProbeTime?: string | null;
  readonly lastHeartbeatTime?: string;
  readonly lastUpdateTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** `conditions` with `next` in place of the one of its type; the transition time moves only with the status. */
export function withCondition(conditions: readonly Condition[], next: Condition): readonly Condition[] {
  const present = conditions.find((condition) => condition.type === next.type);
  if (present === undefined) return [...conditions, next];
  const kept =
    present.status === next.status && present.lastTransitionTime !== undefined
      ? { ...next, lastTransitionTime: present.lastTransitionTime }
      : next;
  return conditions.map((condition) => (condition.type === next.type ? kept : condition));
}

export function conditionIsTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return conditions?.some((condition) => condition.type === type && condition.status === "True") ?? false;
}
