/** What a virt-handler knows of a VMI from its informer, as far as its metrics go. */
export interface Instance {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** Labels of the VMI; in v1.9 each becomes a label of its series. */
  readonly labels: Readonly<Record<string, string>>;
  /** `status.phase`; empty while the VMI has none. */
  readonly phase: string;
  /** `status.nodeName`, if that is not the handler's own node. */
  readonly nodeName?: string;
  /** Whether a migration of the VMI has begun and is not over. */
  readonly migrating?: boolean;
}

/** Whether its dirty rate is asked for. */
export function isSampled({ phase, migrating }: Instance): boolean {
  return phase === "Running" && migrating !== true;
}
