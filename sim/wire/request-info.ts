import type { HttpRequest } from "./exchange.ts";

/** The verbs that RBAC knows; the last four are those of requests that name no resource. */
export type Verb =
  | "get"
  | "list"
  | "watch"
  | "create"
  | "update"
  | "patch"
  | "delete"
  | "deletecollection"
  | "post"
  | "put"
  | "head"
  | "options";

/** What a path names: `/apis/<group>/<version>/namespaces/<namespace>/<plural>/<name>/<subresource>/<rest>`. */
export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** What follows the subresource: the path that a proxy request goes on to. */
  readonly rest: string;
}

/** A request to an apiserver as it is authorized and routed, and as faults tell it from others. */
export interface RequestInfo {
  readonly verb: Verb;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Undefined for a path that names no resource: discovery, health, version. */
  readonly resource: ResourcePath | undefined;
}

/** A request line. */
export type RequestLine = Pick<HttpRequest, "method" | "path">;

/** Takes a request line apart. Throws URIError for a path that is not valid percent-encoding. */
export function requestInfoOf({ method, path: target }: RequestLine): RequestInfo {
  const mark = target.indexOf("?");
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? "" : target.slice(mark + 1));
  const segments = decoded(path);
  const watchPrefix = takeWatchPrefix(segments);
  const named = resourcePathOf(segments);
  const resource = watchPrefix ? watchedInstead(query, named) : named;
  return { verb: verbOf(method, query, resource), method, path, query, resource };
}

export function isTrue(value: string | null): boolean {
  return value !== null && ["1", "t", "true"].includes(value.toLowerCase());
}

function decoded(path: string): string[] {
  return path
    .split("/")
    .slice(1)
    .map((segment) => decodeURIComponent(segment));
}

/** `/api/v1/watch/…` and `/apis/<group>/<version>/watch/…` are the old way to say `?watch=true`. */
function takeWatchPrefix(segments: string[]): boolean {
  const at = segments[0] === "api" ? 2 : 3;
  if (segments[at] !== "watch" || (segments[0] !== "api" && segments[0] !== "apis")) return false;
  segments.splice(at, 1);
  return true;
}

function watchedInstead(
  query: URLSearchParams,
  resource: ResourcePath | undefined,
): ResourcePath | undefined {
  query.set("watch", "true");
  if (resource?.name === undefined) return resource;
  query.set("fieldSelector", `metadata.name=${resource.name}`);
  return { ...resource, name: undefined };
}

function resourcePathOf(segments: readonly string[]): ResourcePath | undefined {
  if (segments[0] === "api") return pathIn("", segments[1] ?? "", segments.slice(2));
  if (segments[0] === "apis") return pathIn(segments[1] ?? "", segments[2] ?? "", segments.slice(3));
  return undefined;
}

function pathIn(group: string, version: string, segments: readonly string[]): ResourcePath | undefined {
  if (segments.length === 0 || segments[0] === "") return undefined;
  const isNamespaced =
    segments[0] === "namespaces" && segments.length > 2 && !namespaceSubresources.has(segments[2] ?? "");
  const [plural = "", name, subresource, ...rest] = isNamespaced ? segments.slice(2) : segments;
  const namespace = segments[0] === "namespaces" ? segments[1] : undefined;
  return {
    group,
    version,
    plural,
    namespace: namespace === "" ? undefined : namespace,
    name: name === "" ? undefined : name,
    subresource: subresource === "" ? undefined : subresource,
    rest: rest.join("/"),
  };
}

const namespaceSubresources: ReadonlySet<string> = new Set(["status", "finalize"]);

function verbOf(method: string, query: URLSearchParams, resource: ResourcePath | undefined): Verb {
  if (resource === undefined) return method.toLowerCase() as Verb;
  const named = resource.name !== undefined;
  switch (method) {
    case "GET":
    case "HEAD":
      if (named) return "get";
      return isTrue(query.get("watch")) ? "watch" : "list";
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return named ? "delete" : "deletecollection";
    default:
      return method.toLowerCase() as Verb;
  }
}
