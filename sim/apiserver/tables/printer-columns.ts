import type { PrinterColumn } from "../../store/objects/printer-columns.ts";
import { parseJsonPath, type JsonPath } from "../json-path.ts";
import { sinceTimestamp } from "./age.ts";
import { nameColumn, type Cell, type Column, type TableContext } from "./table.ts";
import { defaultColumns } from "./core.ts";

/** The columns of a custom resource: its name, then those its definition asks for, else its age. */
export function printerColumns(definitions: readonly PrinterColumn[]): readonly Column[] {
  if (definitions.length === 0) return defaultColumns;
  return [nameColumn, ...definitions.map(columnOf)];
}

function columnOf({ name, type, format = "", description, priority = 0, jsonPath }: PrinterColumn): Column {
  const path = parseJsonPath(jsonPath);
  return {
    name,
    type,
    format,
    description: description ?? `Custom resource definition column (in JSONPath format): ${jsonPath}`,
    priority,
    cell: (object, context) => cellAt(path, object, type, context),
  };
}

function cellAt(path: JsonPath | undefined, object: unknown, type: string, { clock }: TableContext): Cell {
  const found = path?.(object)[0];
  if (found === undefined || found === null) return null;
  switch (type) {
    case "integer":
    case "number":
      return typeof found === "number" ? found : null;
    case "boolean":
      return typeof found === "boolean" ? found : null;
    case "date":
      return sinceTimestamp(clock, typeof found === "string" ? found : undefined);
    default:
      return typeof found === "string" ? found : JSON.stringify(found);
  }
}
