import type { KubeVirtVersion } from "../../model/components.ts";

/** The encodings a page is served in, in the order in which client_golang offers them. */
const offeredEncodings = ["identity", "gzip"] as const;
export type PageEncoding = (typeof offeredEncodings)[number];

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
