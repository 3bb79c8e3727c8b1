import type { KubeVirtVersion } from "../../model/components.ts";

/** The encodings a page is served in, in the order in which client_golang offers them. */
const offeredEncodings = ["identity", "gzip"] as const;
type PageEncoding = (typeof offeredEncodings)[number];

/**
 * The encoding for an Accept-Encoding header: the first offer of the highest quality, identity when there
 * is none.
 *
 * Source: client_golang internal/github.com/golang/gddo/httputil/negotiate.go
 */
export function negotiateEncoding(acceptEncoding: string | undefined): PageEncoding {
  const accepted = parseQualities(acceptEncoding ?? "");
  let best: PageEncoding = "identity";
  let bestQuality = -1;
  for (const offer of offeredEncodings) {
    for (const { value, quality } of accepted) {
      if (quality > bestQuality && (value === "*" || value === offer)) {
        best = offer;
        bestQuality = quality;
      }
    }
  }
  return bestQuality === 0 ? "identity" : best;
}

/** How names would be escaped for a client that does not know UTF-8 names. */
const knownEscapings: ReadonlySet<string> = new Set(["allow-utf-8", "underscores", "dots", "values"]);

/**
 * The Content-Type of a page. Since client_golang 1.20 it names an escaping: the default, or the last one
 * that the Accept header asks for before it comes to the text format.
 *
 * Source: prometheus/common expfmt/encode.go, Negotiate
 */
export function textContentType(version: KubeVirtVersion, accept: string | undefined): string {
  const text = "text/plain; version=0.0.4; charset=utf-8";
  if (version === "legacy") return text;
  let escaping = "underscores";
  for (const { value, parameters } of parseQualities(accept ?? "")) {
    const asked = parameters.get("escaping");
    if (asked !== undefined && knownEscapings.has(asked)) escaping = asked;
    const format = parameters.get("version") ?? "0.0.4";
    if (value === "text/plain" && format === "0.0.4") break;
  }
  return `${text}; escaping=${escaping}`;
}

const openMetrics = "application/openmetrics-text";

/**
 * The Content-Type of a page for who prefers OpenMetrics to the text format; undefined for anyone else, who
 * gets the text format. Not all that speak Prometheus' formats offer it: KubeVirt's components do not.
 *
 * Source: prometheus/common expfmt/encode.go, NegotiateIncludingOpenMetrics
 */
export function openMetricsContentType(accept: string | undefined): string | undefined {
  let escaping = "underscores";
  for (const { value, parameters } of parseQualities(accept ?? "")) {
    const asked = parameters.get("escaping");
    if (asked !== undefined && knownEscapings.has(asked)) escaping = asked;
    const version = parameters.get("version");
    if (value === openMetrics && [undefined, "0.0.1", "1.0.0"].includes(version)) {
      return `${openMetrics}; version=${version ?? "0.0.1"}; charset=utf-8; escaping=${escaping}`;
    }
    // Of what else a client may prefer, protobuf is answered with text.
    if (value === "text/plain" && (version ?? "0.0.4") === "0.0.4") return undefined;
    if (value === "application/vnd.google.protobuf") return undefined;
  }
  return undefined;
}

interface Preference {
  readonly value: string;
  readonly quality: number;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The clauses of an Accept-like header, best first. */
function parseQualities(header: string): Preference[] {
  return header
    .split(",")
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "")
    .map(parsePreference)
    .sort((a, b) => b.quality - a.quality);
}

function parsePreference(clause: string): Preference {
  const [value = "", ...rest] = clause.split(";").map((part) => part.trim());
  const parameters = new Map(
    rest.map((part): [string, string] => {
      const at = part.indexOf("=");
      return at < 0 ? [part.toLowerCase(), ""] : [part.slice(0, at).toLowerCase(), part.slice(at + 1)];
    }),
  );
  const quality = Number(parameters.get("q") ?? 1);
  return { value: value.toLowerCase(), quality: Number.isFinite(quality) ? quality : 0, parameters };
}
