import { splitPath, verbOfTemplate } from "./request-class.ts";

/** The `url` and `verb` labels of the latency and rate limiter histograms. */
export interface TemplateLabels {
  readonly url: string;
  readonly verb: string;
}

const subresourcesKeptApart = new Set(["finalize", "status"]);

/**
 * The URL of a request with names, namespaces and query values replaced, as client-go hands it to its
 * metrics: `https://10.96.0.1:443/api/v1/nodes/%7Bname%7D`.
 *
 * Source: client-go rest/request.go, finalURLTemplate
 */
export function templateLabels(host: string, method: string, pathWithQuery: string): TemplateLabels {
  const { path, query } = splitPath(pathWithQuery);
  const template = pathTemplate(path);
  // A path of neither API root loses its query with its path.
  const keys = template === unknownPrefix ? [] : [...new Set(query.keys())].sort();
  const queryTemplate = keys.map((key) => `${encodeURIComponent(key)}=%7Bvalue%7D`).join("&");
  const escaped = template.replaceAll("{", "%7B").replaceAll("}", "%7D");
  const url = `https://${host}${escaped}${queryTemplate === "" ? "" : `?${queryTemplate}`}`;
  return { url, verb: verbOfTemplate(method, template, queryTemplate) };
}

const unknownPrefix = "/{prefix}";

function pathTemplate(path: string): string {
  const segments = path.split("/").slice(1);
  if (segments.length <= 1) return path;
  const resourceAt = segments[0] === "api" ? 2 : segments[0] === "apis" ? 3 : undefined;
  if (resourceAt === undefined) return unknownPrefix;
  const rest = segments.length - resourceAt;
  if (rest === 2) segments[resourceAt + 1] = "{name}";
  if (rest === 3) {
    const clusterScoped = subresourcesKeptApart.has(segments[resourceAt + 2] ?? "");
    segments[resourceAt + 1] = clusterScoped ? "{name}" : "{namespace}";
  }
  if (rest >= 4) {
    segments[resourceAt + 1] = "{namespace}";
    if (!subresourcesKeptApart.has(segments[resourceAt + 3] ?? "")) segments[resourceAt + 3] = "{name}";
  }
  return `/${segments.join("/")}`;
}
