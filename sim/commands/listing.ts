import { stringify } from "yaml";
import { inColumns } from "../scenario/columns.ts";
import { valueOf } from "./arguments.ts";
import type { Arguments } from "./command.ts";
import { outputFormats, type OutputFormat } from "./shared-options.ts";

/** A column of a list, as kubectl prints them. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Only shown with `-o wide`. */
  readonly wide?: true;
}

/** The format asked for with `-o`; undefined for plain text. */
export function formatOf(given: Arguments): OutputFormat | undefined {
  const value = valueOf(given, "output");
  return outputFormats.find((format) => format === value);
}

/** For programs: a document of JSON or YAML; undefined where people are to read it. */
export function documentOf(data: unknown, format: OutputFormat | undefined): string | undefined {
  if (format === "json") return `${JSON.stringify(data, undefined, 2)}\n`;
  return format === "yaml" ? stringify(data, { aliasDuplicateObjects: false }) : undefined;
}

/** Rows below their titles, one line each. */
export function tableOf<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  format?: OutputFormat,
): string[] {
  const shown = columns.filter(({ wide }) => wide !== true || format === "wide");
  return inColumns([
    shown.map(({ title }) => title),
    ...rows.map((row) => shown.map(({ cell }) => (cell(row) === "" ? "-" : cell(row)))),
  ]);
}
