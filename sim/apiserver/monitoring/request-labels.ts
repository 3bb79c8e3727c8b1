import type { RequestInfo, Verb } from "../../wire/request-info.ts";
import type { Resource } from "../resource.ts";

/** What a request counts as in the API server's own metrics. */
export interface RequestLabels {
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly scope: string;
  readonly dryRun: string;
}

const verbNames: Readonly<Partial<Record<Verb, string>>> = {
  create: "POST",
  update: "PUT",
  post: "POST",
  head: "GET",
};

/**
 * @param resource undefined for a request that names none which is served: its path is no label, or any
 *   client could make series without end
 */
export function requestLabelsOf(
  { verb, method, query, resource: path }: RequestInfo,
  resource: Resource | undefined,
  contentType: string,
): RequestLabels {
  const applied = verb === "patch" && contentType.startsWith("application/apply-patch");
  const known = path !== undefined && resource !== undefined;
  return {
    verb: knownMethods.has(method) ? (applied ? "APPLY" : (verbNames[verb] ?? verb.toUpperCase())) : "other",
    group: known ? path.group : "",
    version: known ? path.version : "",
    resource: known ? path.plural : "",
    subresource:
      known && resource.subresources.some(({ name }) => name === path.subresource)
        ? (path.subresource ?? "")
        : "",
    scope: known ? scopeOf(path.name, path.namespace) : "",
    dryRun: query.getAll("dryRun").includes("All") ? "All" : "",
  };
}

const knownMethods: ReadonlySet<string> = new Set(["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"]);

function scopeOf(name: string | undefined, namespace: string | undefined): string {
  if (name !== undefined) return "resource";
  return namespace === undefined ? "cluster" : "namespace";
}
