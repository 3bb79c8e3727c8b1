import type {
  Effect,
  Fault,
  FaultKind,
  FaultKindName,
  FaultScope,
  HistoryEffect,
  SettingProblem,
} from "./fault.ts";
import { valuesOf, type GivenSettings, type Settings, type ValuesOf } from "./settings.ts";

interface FaultKindParts<S extends Settings> {
  readonly name: FaultKindName;
  readonly description: string;
  /** Default: on any way. */
  readonly scope?: FaultScope;
  readonly settings: S;
  readonly explain: (fault: Fault, values: ValuesOf<S>) => string;
  readonly effect: (values: ValuesOf<S>) => Effect;
  readonly history?: (values: ValuesOf<S>) => HistoryEffect;
  /** Which of the settings that were given have no meaning beside the others. */
  readonly problem?: (given: GivenSettings, values: ValuesOf<S>) => SettingProblem | undefined;
}

/** A kind of fault, of parts that see its settings with their types, and usual values where none were given. */
export function defineFaultKind<const S extends Settings>(parts: FaultKindParts<S>): FaultKind {
  const { name, description, scope = "any-way", settings, explain, effect, history, problem } = parts;
  return {
    name,
    description,
    scope,
    settings,
    explain: (fault) => explain(fault, valuesOf(settings, fault.settings)),
    effect: (fault) => effect(valuesOf(settings, fault.settings)),
    history: (fault) => history?.(valuesOf(settings, fault.settings)),
    problem: (given) => problem?.(given, valuesOf(settings, given)),
  };
}
