import { badRequest, invalid, type StatusCause } from "../status.ts";

/** How new a state a read asks for. */
export interface VersionWish {
  /** Undefined: the most recent; 0: any. */
  readonly resourceVersion: number | undefined;
  readonly match: "" | "Exact" | "NotOlderThan";
}

/** `resourceVersion` and `resourceVersionMatch`. Throws ApiError 400 or 422 for what cannot be meant. */
export function versionWishOf(query: URLSearchParams): VersionWish {
  const match = query.get("resourceVersionMatch") ?? "";
  if (match !== "" && match !== "Exact" && match !== "NotOlderThan") {
    throw invalidListOptions([
      {
        reason: "FieldValueNotSupported",
        field: "resourceVersionMatch",
        message: `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan"`,
      },
    ]);
  }
  return { resourceVersion: resourceVersionOf(query.get("resourceVersion") ?? ""), match };
}

/** Refuses the combinations that a list must not have. Throws ApiError 422. */
export function checkListOptions({ resourceVersion, match }: VersionWish, query: URLSearchParams): void {
  const forbidden = (field: string, why: string): StatusCause => ({
    reason: "FieldValueForbidden",
    field,
    message: `Forbidden: ${why}`,
  });
  const causes: StatusCause[] = [];
  if (query.has("sendInitialEvents"))
    causes.push(forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
  if (match !== "" && resourceVersion === undefined)
    causes.push(
      forbidden(
        "resourceVersionMatch",
        "resourceVersionMatch is forbidden unless resourceVersion is provided",
      ),
    );
  if (match !== "" && (query.get("continue") ?? "") !== "")
    causes.push(
      forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"),
    );
  if (match === "Exact" && resourceVersion === 0)
    causes.push(
      forbidden("resourceVersionMatch", 'resourceVersionMatch "Exact" is forbidden for resourceVersion "0"'),
    );
  if (causes.length > 0) throw invalidListOptions(causes);
}

export function invalidListOptions(causes: readonly StatusCause[]) {
  return invalid({ group: "meta.k8s.io", kind: "ListOptions" }, "", causes);
}

/** @returns undefined for an empty text */
export function resourceVersionOf(text: string): number | undefined {
  if (text === "") return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) {
    throw badRequest(
      `resourceVersion: Invalid value: ${JSON.stringify(text)}: expected a whole number that this server gave`,
    );
  }
  return value;
}
