/** A path segment as KubeVirt's expressions know one: it may be empty, and has no braces. */
const segment = "[A-Za-z0-9.\\-]*";

/**
 * Where a URL's path names its resource, tried in this order.
 *
 * Source: kubevirt pkg/monitoring/metrics/common/client/metrics.go, setupResourcesToWatch
 */
const resourceExpressions = [
  `/api/${segment}/watch/namespaces/${segment}/(${segment})`,
  `/api/${segment}/watch/(${segment})`,
  `/apis/${segment}/${segment}/watch/namespaces/${segment}/(${segment})`,
  `/apis/${segment}/${segment}/watch/(${segment})`,
  `/api/${segment}/namespaces/${segment}/(${segment})`,
  `/apis/${segment}/${segment}/namespaces/${segment}/(${segment})`,
  `/api/${segment}/(${segment})`,
  `/apis/${segment}/${segment}/(${segment})`,
].map((expression) => new RegExp(expression));

const verbsByMethod: Readonly<Record<string, string>> = {
  PUT: "UPDATE",
  PATCH: "PATCH",
  POST: "CREATE",
  DELETE: "DELETE",
};

/** How KubeVirt labels a request: `resource` and `verb`, both `none` for what is no resource (`/version`). */
interface RequestClass {
  readonly resource: string;
  readonly verb: string;
}

/**
 * What KubeVirt's round tripper makes of a request, with its ways: `/api/v1/namespaces/default` names the
 * resource `namespaces` by the seventh expression, and a LIST is a path that ends with its resource.
 */
export function classifyRequest(method: string, pathWithQuery: string): RequestClass {
  const { path, query } = splitPath(pathWithQuery);
  const resource = findResource(path);
  return resource === ""
    ? { resource: "none", verb: "none" }
    : { resource, verb: verbOf(method, path, query) };
}

/**
 * The `verb` of the latency and rate limiter histograms: taken from a URL template, whose braces match no
 * expression, so that a namespaced LIST shows as GET, and a watch as LIST or GET.
 */
export function verbOfTemplate(method: string, templatePath: string, query: string): string {
  return verbOf(method, templatePath, new URLSearchParams(query));
}

function verbOf(method: string, path: string, query: URLSearchParams): string {
  if (method !== "GET") return verbsByMethod[method] ?? method;
  if (path.includes("/watch/") || query.get("watch") === "true") return "WATCH";
  const resource = findResource(path);
  if (resource === "") return "none";
  return path.endsWith(resource) ? "LIST" : "GET";
}

function findResource(path: string): string {
  for (const expression of resourceExpressions) {
    const match = expression.exec(path);
    if (match !== null) return match[1] ?? "";
  }
  return "";
}

/** A request target as path and query. */
export function splitPath(pathWithQuery: string): { path: string; query: URLSearchParams } {
  const at = pathWithQuery.indexOf("?");
  return at < 0
    ? { path: pathWithQuery, query: new URLSearchParams() }
    : { path: pathWithQuery.slice(0, at), query: new URLSearchParams(pathWithQuery.slice(at + 1)) };
}
