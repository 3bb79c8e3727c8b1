/**
 * Something a fault can be given beside who cannot reach whom: plain data, for the scenario schema and its
 * reference to be made from.
 */
export type Setting<T extends SettingValue | undefined = SettingValue | undefined> = SettingType & {
  readonly description: string;
  /** What it is where the scenario says nothing. */
  readonly usual: T;
};

type SettingValue = boolean | number | string;

type SettingType =
  | { readonly type: "flag" }
  /** A number from 0 to 1. */
  | { readonly type: "share" }
  /** A whole number of at least 1. */
  | { readonly type: "count" }
  /** An HTTP status that says that something is wrong. */
  | { readonly type: "status" }
  /** In seconds; a scenario writes 250ms. */
  | { readonly type: "duration" }
  | { readonly type: "choice"; readonly choices: readonly string[] }
  /** A regular expression. */
  | { readonly type: "pattern" };

/** What a fault was given, by name. What it was not given has its usual value. */
export type GivenSettings = Readonly<Record<string, SettingValue>>;

export function flag(description: string, usual: boolean): Setting<boolean> {
  return { type: "flag", description, usual };
}

export function share(description: string, usual: number): Setting<number> {
  return { type: "share", description, usual };
}

export function count(description: string): Setting<number | undefined> {
  return { type: "count", description, usual: undefined };
}

export function status(description: string, usual: number): Setting<number> {
  return { type: "status", description, usual };
}

export function duration<Usual extends number | undefined>(
  description: string,
  usual: Usual,
): Setting<number | Usual> {
  return { type: "duration", description, usual };
}

export function choice<const Choices extends readonly string[]>(
  description: string,
  choices: Choices,
  usual: Choices[number],
): Setting<Choices[number]> {
  return { type: "choice", choices, description, usual };
}

/** A choice without a usual one. */
export function optionalChoice<const Choices extends readonly string[]>(
  description: string,
  choices: Choices,
): Setting<Choices[number] | undefined> {
  return { type: "choice", choices, description, usual: undefined };
}

export function pattern(description: string): Setting<string | undefined> {
  return { type: "pattern", description, usual: undefined };
}

export type Settings = Readonly<Record<string, Setting>>;

/** The values that settings come to. */
export type ValuesOf<S extends Settings> = { readonly [Name in keyof S]: S[Name]["usual"] };

/** What was given, and for the rest the usual. The loader has seen to it that the types are right. */
export function valuesOf<S extends Settings>(settings: S, given: GivenSettings = {}): ValuesOf<S> {
  const values = Object.entries(settings).map(([name, { usual }]) => [name, given[name] ?? usual]);
  return Object.fromEntries(values) as ValuesOf<S>;
}
