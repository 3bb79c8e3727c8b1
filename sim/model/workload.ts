/** The loads a guest can have. */
export const workloadTypes = [
  "idle",
  "web",
  "database",
  "batch",
  "memory-leak",
  "noisy-neighbour",
  "boot-storm",
  "windows-desktop",
  "crash-loop",
  "custom",
] as const;
export type WorkloadType = (typeof workloadTypes)[number];

/** What a guest does with its resources: a kind, with parameters (plain numbers in base units). */
export interface Workload {
  readonly type: WorkloadType;
  readonly parameters: Readonly<Record<string, number>>;
}

/** Whether a parsed annotation is a Workload. */
export function isWorkload(value: unknown): value is Workload {
  if (typeof value !== "object" || value === null) return false;
  const { type, parameters } = value as { type?: unknown; parameters?: unknown };
  return (
    workloadTypes.some((known) => known === type) &&
    typeof parameters === "object" &&
    parameters !== null &&
    Object.values(parameters).every((parameter) => typeof parameter === "number")
  );
}
