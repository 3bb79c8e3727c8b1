/** One entry of an Accept header: `application/json;as=Table;v=v1;g=meta.k8s.io`. */
export interface AcceptClause {
  /** In lower case, without parameters: `application/json`. */
  readonly mediaType: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The clauses of an Accept header, the most wanted first; a missing header accepts everything. */
export function acceptClauses(header: string | undefined): AcceptClause[] {
  if (header === undefined || header.trim() === "") return [{ mediaType: "*/*", parameters: new Map() }];
  return header
    .split(",")
    .map(clauseOf)
    .map((clause) => ({ clause, quality: qualityOf(clause) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ clause }) => clause);
}

/** Whether a clause is content with JSON of whatever shape the server likes best. */
export function acceptsJson({ mediaType }: AcceptClause): boolean {
  return mediaType === "application/json" || mediaType === "*/*" || mediaType === "application/*";
}

function clauseOf(text: string): AcceptClause {
  const [mediaType = "", ...pairs] = text.split(";").map((part) => part.trim());
  const parameters = pairs.map((pair): [string, string] => {
    const [name = "", value = ""] = pair.split("=", 2);
    return [name.toLowerCase(), value];
  });
  return { mediaType: mediaType.toLowerCase(), parameters: new Map(parameters) };
}

function qualityOf({ parameters }: AcceptClause): number {
  const quality = Number(parameters.get("q") ?? 1);
  return Number.isNaN(quality) ? 0 : quality;
}
