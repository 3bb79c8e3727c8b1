import type { HttpRequest } from "../../wire/exchange.ts";
import { isRecord } from "../field-access.ts";
import { badRequest, invalid } from "../status.ts";
import { objectBody } from "./body.ts";
import type { JsonObject } from "./json-object.ts";
import { unsupported } from "./options.ts";

/** How something is to be deleted. */
export interface DeleteOptions {
  readonly dryRun: boolean;
  /** How long pods are given; undefined: as long as they ask for. */
  readonly graceSeconds: number | undefined;
  readonly preconditions: { readonly uid?: unknown; readonly resourceVersion?: unknown };
  readonly propagationPolicy: PropagationPolicy | undefined;
}

type PropagationPolicy = "Background" | "Foreground" | "Orphan";

const policies = ["Background", "Foreground", "Orphan"];

/**
 * The options of a DELETE, from its body where it has one and from its query. A body that cannot be read is
 * an error: it may say that nothing is to be deleted. Throws ApiError 400, 413, 415 or 422.
 */
export function deleteOptionsOf(request: HttpRequest, query: URLSearchParams): DeleteOptions {
  const body = request.body === undefined || request.body.byteLength === 0 ? {} : objectBody(request);
  return deleteOptionsIn(body, query);
}

/** The same from options that are already decoded. Throws ApiError 400 or 422. */
export function deleteOptionsIn(body: JsonObject, query: URLSearchParams): DeleteOptions {
  if ((body["kind"] ?? "DeleteOptions") !== "DeleteOptions")
    throw badRequest(`the body of a DELETE must be DeleteOptions, got ${JSON.stringify(body["kind"])}`);
  const dryRun = [...textsOf(body, "dryRun"), ...query.getAll("dryRun")];
  const policy = body["propagationPolicy"] ?? query.get("propagationPolicy") ?? undefined;
  const causes = [
    ...unsupported("dryRun", dryRun, ["All"]),
    ...(policy === undefined ? [] : unsupported("propagationPolicy", [textOf(policy)], policies)),
  ];
  if (causes.length > 0) throw invalid({ group: "meta.k8s.io", kind: "DeleteOptions" }, "", causes);
  return {
    dryRun: dryRun.includes("All"),
    graceSeconds: graceSecondsOf(body["gracePeriodSeconds"] ?? query.get("gracePeriodSeconds") ?? undefined),
    preconditions: isRecord(body["preconditions"]) ? body["preconditions"] : {},
    propagationPolicy: policy as PropagationPolicy | undefined,
  };
}

function graceSecondsOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const seconds = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof seconds === "number" && Number.isSafeInteger(seconds)) return Math.max(0, seconds);
  throw badRequest(`gracePeriodSeconds: expected a whole number of seconds, got ${JSON.stringify(value)}`);
}

function textsOf(body: JsonObject, field: string): string[] {
  const value = body[field] ?? [];
  if (!Array.isArray(value)) throw badRequest(`${field}: expected a list, got ${JSON.stringify(value)}`);
  return value.map(textOf);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
