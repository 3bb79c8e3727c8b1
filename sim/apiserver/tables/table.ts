import type { Clock } from "../../clock/clock.ts";
import type { KubeObject } from "../../store/object.ts";
import { numberAt, textAt } from "../field-access.ts";

export type Cell = string | number | boolean | null;

/** What a cell may depend on beside its object. */
export interface TableContext {
  readonly clock: Clock;
}

type CellOf = (object: KubeObject, context: TableContext) => Cell;

/** One column of `kubectl get`. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** 0 is always shown, 1 only with `-o wide`. */
  readonly priority: number;
  readonly cell: CellOf;
}

export function column(name: string, description: string, cell: CellOf, type = "string"): Column {
  return { name, type, format: "", description, priority: 0, cell };
}

/** The number at a path, 0 without one. */
export function count(name: string, description: string, path: string): Column {
  return column(name, description, (object) => numberAt(object, path) ?? 0, "integer");
}

/** The text at a path. */
export function text(name: string, description: string, path: string, absent = "<none>"): Column {
  return column(name, description, (object) => {
    const found = textAt(object, path) ?? "";
    return found === "" ? absent : found;
  });
}

/** The same column, shown only with `-o wide`. */
export function wide(shown: Column): Column {
  return { ...shown, priority: 1 };
}

export const nameColumn: Column = {
  ...column("Name", "Name must be unique within a namespace.", ({ metadata }) => metadata.name),
  format: "name",
};
