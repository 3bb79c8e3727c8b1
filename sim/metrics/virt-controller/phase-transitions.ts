import type { KubeVirtVersion } from "../../model/components.ts";
import { entryOf } from "../catalogue.ts";
import type { Family } from "../family.ts";
import { histogramFrom } from "../from-catalogue.ts";
import type { HistogramVec } from "../histogram-vec.ts";
import { unixSeconds, type Instance, type Migration, type PhaseTransition } from "./objects.ts";

const finalPhases: ReadonlySet<string> = new Set(["Succeeded", "Failed"]);

/**
 * How long VMIs and migrations take from phase to phase, as an informer's updates show it.
 *
 * Times are those in the objects, in whole seconds.
 *
 * Source: kubevirt pkg/monitoring/metrics/virt-controller/perfscale_metrics.go, migration_metrics.go
 */
export class PhaseTransitions {
  readonly families: readonly Family[];
  readonly #betweenPhases: HistogramVec;
  readonly #fromCreation: HistogramVec;
  readonly #fromDeletion: HistogramVec;
  readonly #migrationFromCreation: HistogramVec;

  constructor(version: KubeVirtVersion) {
    const histogram = (name: string) => histogramFrom(entryOf(version, name));
    this.#betweenPhases = histogram("kubevirt_vmi_phase_transition_time_seconds");
    this.#fromCreation = histogram("kubevirt_vmi_phase_transition_time_from_creation_seconds");
    this.#fromDeletion = histogram("kubevirt_vmi_phase_transition_time_from_deletion_seconds");
    this.#migrationFromCreation = histogram(
      "kubevirt_vmi_migration_phase_transition_time_from_creation_seconds",
    );
    this.families = [
      this.#betweenPhases,
      this.#fromCreation,
      this.#fromDeletion,
      this.#migrationFromCreation,
    ];
  }

  instanceUpdated(old: Instance, vmi: Instance): void {
    const [lastPhase, phase] = [old.status.phase ?? "", vmi.status.phase ?? ""];
    if (lastPhase === phase) return;
    const { creationTimestamp, deletionTimestamp } = vmi.metadata;
    const entered = enteredAt(vmi.status.phaseTransitionTimestamps, phase);
    const left =
      lastPhase === "" ? creationTimestamp : enteredAt(vmi.status.phaseTransitionTimestamps, lastPhase);
    observe(this.#betweenPhases, [lastPhase, phase], left, entered);
    observe(this.#fromCreation, [phase], creationTimestamp, entered);
    if (finalPhases.has(phase)) observe(this.#fromDeletion, [phase], deletionTimestamp, entered);
  }

  migrationUpdated(old: Migration, migration: Migration): void {
    const phase = migration.status?.phase ?? "";
    if ((old.status?.phase ?? "") === phase) return;
    const entered = enteredAt(migration.status?.phaseTransitionTimestamps, phase);
    observe(this.#migrationFromCreation, [phase], migration.metadata.creationTimestamp, entered);
  }
}

function enteredAt(transitions: readonly PhaseTransition[] | undefined, phase: string): string | undefined {
  return transitions?.find((transition) => transition.phase === phase)?.phaseTransitionTimestamp;
}

function observe(
  histogram: HistogramVec,
  labelValues: readonly string[],
  from: string | undefined,
  to: string | undefined,
): void {
  if (from === undefined || to === undefined) return;
  histogram.observe(labelValues, Math.max(0, unixSeconds(to) - unixSeconds(from)));
}
