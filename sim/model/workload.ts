/**
 * What a guest does with its resources: a kind, with parameters.
 *
 * PLACEHOLDER CONTRACT: the model owner completes this.
 */
export interface Workload {
  readonly type: string;
  readonly parameters: Readonly<Record<string, number>>;
}
