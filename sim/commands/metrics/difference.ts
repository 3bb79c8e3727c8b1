import type { CatalogueEntry } from "../../metrics/catalogue/entry.ts";

/** What becomes of the metrics of one release in another. */
export interface Difference {
  /** The same quantity under another name. `from` may be one of several series of a metric: `name{type="rx"}`. */
  readonly renamed: readonly Renaming[];
  /** The same name with another type, other labels or another unit. */
  readonly changed: readonly { readonly name: string; readonly changes: readonly Change[] }[];
  readonly added: readonly string[];
  readonly dropped: readonly string[];
}

interface Renaming {
  readonly from: string;
  readonly to: string;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly what: "type" | "labels" | "unit";
  readonly from: string;
  readonly to: string;
}

/** Compares in either direction: a renaming is known to the newer of the two. */
export function differenceOf(from: readonly CatalogueEntry[], to: readonly CatalogueEntry[]): Difference {
  const before = namesOf(from);
  const after = namesOf(to);
  const renamed = [
    ...renamings(to, before).filter(({ now }) => !before.has(now)),
    ...renamings(from, after)
      .filter(({ now }) => !after.has(now))
      .map(({ formerly, now }) => ({ formerly: now, now: formerly })),
  ].map(({ formerly, now }) => ({
    from: formerly,
    to: now,
    changes: changesOf(entryNamed(from, metricOf(formerly)), entryNamed(to, metricOf(now))),
  }));
  const came = new Set(renamed.map((pair) => metricOf(pair.to)));
  const went = new Set(renamed.map((pair) => metricOf(pair.from)));
  return {
    renamed: sorted(renamed, (pair) => pair.from),
    changed: sorted(
      from.flatMap((old) => changed(old, to)),
      ({ name }) => name,
    ),
    added: [...after].filter((name) => !before.has(name) && !came.has(name)).toSorted(),
    dropped: [...before].filter((name) => !after.has(name) && !went.has(name)).toSorted(),
  };
}

/** For each entry that an older catalogue has under another name: that name, the newest there is. */
function renamings(newer: readonly CatalogueEntry[], older: ReadonlySet<string>) {
  return newer.flatMap(({ name, formerly = [] }) => {
    const known = formerly.find((former) => older.has(metricOf(former)));
    return known === undefined ? [] : [{ formerly: known, now: name }];
  });
}

function changed(old: CatalogueEntry, to: readonly CatalogueEntry[]): Difference["changed"] {
  const changes = changesOf(old, entryNamed(to, old.name));
  return changes.length === 0 ? [] : [{ name: old.name, changes }];
}

function changesOf(old: CatalogueEntry | undefined, now: CatalogueEntry | undefined): Change[] {
  if (old === undefined || now === undefined) return [];
  const compared: Change[] = [
    { what: "type", from: old.type, to: now.type },
    { what: "labels", from: old.labels.join(", "), to: now.labels.join(", ") },
    { what: "unit", from: old.unit, to: now.unit },
  ];
  return compared.filter((change) => change.from !== change.to);
}

function entryNamed(entries: readonly CatalogueEntry[], wanted: string): CatalogueEntry | undefined {
  return entries.find(({ name }) => name === wanted);
}

/** `name{type="rx"}` → `name` */
function metricOf(series: string): string {
  return series.replace(/\{.*$/, "");
}

function namesOf(entries: readonly CatalogueEntry[]): ReadonlySet<string> {
  return new Set(entries.map(({ name }) => name));
}

function sorted<T>(things: readonly T[], by: (thing: T) => string): T[] {
  return things.toSorted((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0));
}
