import { parameters, type Parameter, type ParameterName } from "./parameters.ts";

/** A kind of load, as the scenario format and its reference know it. */
export interface WorkloadKind {
  /** One sentence: what the guest does and what that looks like. */
  readonly description: string;
  /** What it can be given, by name. */
  readonly parameters: Readonly<Record<ParameterName, Parameter>>;
}

/** A kind that takes every parameter, and where nothing is said the values of `defaults` before the common ones. */
export function workloadKind(
  description: string,
  defaults: Readonly<Partial<Record<ParameterName, number>>>,
): WorkloadKind {
  const own = (name: ParameterName): Parameter => ({
    ...parameters[name],
    default: defaults[name] ?? parameters[name].default,
  });
  const names = Object.keys(parameters) as ParameterName[];
  return {
    description,
    parameters: Object.fromEntries(names.map((name) => [name, own(name)])) as Record<
      ParameterName,
      Parameter
    >,
  };
}
