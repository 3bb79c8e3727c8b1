import type { HttpRequest } from "../../wire/exchange.ts";
import { acceptClauses, acceptsJson, type AcceptClause } from "../accept.ts";
import { badRequest, notAcceptable } from "../status.ts";
import type { TableContext } from "../tables/table.ts";
import { partialMetadata } from "./partial-metadata.ts";
import type { Representation } from "./representation.ts";
import { TableRepresentation, type IncludeObject } from "./table.ts";
import { whole } from "./whole.ts";

const metaGroup = "meta.k8s.io";

/**
 * The representation that a client wants most of those there are: JSON only, of the whole object, its
 * metadata or a Table. Media types that cannot be served (protobuf, CBOR) are passed over for the next in the
 * list. Throws ApiError 406 when nothing is left.
 */
export function negotiate(
  headers: HttpRequest["headers"],
  query: URLSearchParams,
  context: TableContext,
): Representation {
  for (const clause of acceptClauses(headers["accept"])) {
    const representation = representationFor(clause, query, context);
    if (representation !== undefined) return representation;
  }
  throw notAcceptable(["application/json"]);
}

/** Whether the client takes JSON at all. Throws ApiError 406. */
export function requireJson(headers: HttpRequest["headers"]): void {
  if (!acceptClauses(headers["accept"]).some(acceptsJson)) throw notAcceptable(["application/json"]);
}

function representationFor(
  clause: AcceptClause,
  query: URLSearchParams,
  context: TableContext,
): Representation | undefined {
  if (!acceptsJson(clause)) return undefined;
  const shape = clause.parameters.get("as");
  if (shape === undefined) return whole;
  if (clause.parameters.get("g") !== metaGroup || clause.parameters.get("v") !== "v1") return undefined;
  switch (shape) {
    case "Table":
      return new TableRepresentation(context, includeObjectOf(query));
    case "PartialObjectMetadata":
    case "PartialObjectMetadataList":
      return partialMetadata;
    default:
      return undefined;
  }
}

function includeObjectOf(query: URLSearchParams): IncludeObject {
  const include = query.get("includeObject") ?? "";
  if (include === "" || include === "Metadata") return "Metadata";
  if (include === "None" || include === "Object") return include;
  throw badRequest(`unrecognized includeObject value: ${JSON.stringify(include)}`);
}
