/** What a real API server of this release warns of, by group, version and resource. */
const warnings: Readonly<Record<string, string>> = {
  "/v1/endpoints": "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
};

export function isDeprecated(group: string, version: string, resource: string): boolean {
  return warningOf(group, version, resource) !== undefined;
}

/** The text of the Warning header that goes with every answer of a deprecated API. */
export function warningOf(group: string, version: string, resource: string): string | undefined {
  return warnings[`${group}/${version}/${resource}`];
}
