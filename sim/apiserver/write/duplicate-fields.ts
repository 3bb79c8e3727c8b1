import { visit, type JSONPath } from "jsonc-parser";
import type { HttpRequest } from "../../wire/exchange.ts";
import { bodyText, contentTypeOf } from "./body.ts";

/** The fields that a JSON body has more than once: of those only the last counts. Empty for other bodies. */
export function duplicateFields(request: HttpRequest): string[] {
  const type = contentTypeOf(request);
  if (type !== "" && !type.endsWith("json")) return [];
  const duplicates: string[] = [];
  const open: Set<string>[] = [];
  visit(bodyText(request), {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name, _offset, _length, _line, _character, pathSupplier) => {
      const names = open.at(-1);
      if (names?.has(name)) duplicates.push(fieldName([...pathSupplier(), name]));
      names?.add(name);
    },
  });
  return duplicates;
}

function fieldName(path: JSONPath): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`))
    .join("");
}
