import { isTrue } from "../../wire/request-info.ts";
import { invalid, type StatusCause } from "../status.ts";

/** What every write may be told in its query. */
export interface WriteOptions {
  /** Do everything but keep the result. */
  readonly dryRun: boolean;
  readonly fieldManager: string | undefined;
  readonly force: boolean;
  /** Refuse fields that the kind does not have. */
  readonly strict: boolean;
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
    strict: query.getAll("fieldValidation").includes("Strict"),
  };
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
