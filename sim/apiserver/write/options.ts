import { isTrue } from "../../wire/request-info.ts";
import { invalid, type StatusCause } from "../status.ts";

type FieldValidation = "Strict" | "Warn" | "Ignore";

/** What every write may be told in its query. */
export interface WriteOptions {
  /** Do everything but keep the result. */
  readonly dryRun: boolean;
  readonly fieldManager: string | undefined;
  readonly force: boolean;
  /** What to do about fields that the kind does not have: refuse them, or drop them with a warning, or without. */
  readonly fieldValidation: FieldValidation;
}

/** Throws ApiError 422. */
export function writeOptionsOf(query: URLSearchParams, kind = "CreateOptions"): WriteOptions {
  const causes: StatusCause[] = [
    ...unsupported("dryRun", query.getAll("dryRun"), ["All"]),
    ...unsupported("fieldValidation", query.getAll("fieldValidation"), ["", "Ignore", "Strict", "Warn"]),
  ];
  const fieldManager = query.get("fieldManager") ?? "";
  if (fieldManager.length > 128)
    causes.push({
      reason: "FieldValueTooLong",
      field: "fieldManager",
      message: "Too long: may not be more than 128 bytes",
    });
  if (causes.length > 0) throw invalid({ group: "meta.k8s.io", kind }, "", causes);
  return {
    dryRun: query.getAll("dryRun").includes("All"),
    fieldManager: fieldManager === "" ? undefined : fieldManager,
    force: isTrue(query.get("force")),
    fieldValidation: fieldValidationOf(query.get("fieldValidation")),
  };
}

function fieldValidationOf(value: string | null): FieldValidation {
  return value === "Strict" || value === "Ignore" ? value : "Warn";
}

export function unsupported(
  field: string,
  values: readonly string[],
  supported: readonly string[],
): StatusCause[] {
  return values
    .filter((value) => !supported.includes(value))
    .map((value) => ({
      reason: "FieldValueNotSupported",
      field,
      message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported.map((one) => JSON.stringify(one)).join(", ")}`,
    }));
}
