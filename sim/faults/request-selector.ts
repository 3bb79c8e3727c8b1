import type { RequestSelector } from "./fault.ts";
import { optionalChoice, pattern, type GivenSettings, type ValuesOf } from "./settings.ts";

const verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"] as const;
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Which paths a fault is about. */
export const pathSettings = {
  path: pattern(
    "Only requests whose path with its query contains a match of this regular expression, as in /pods or " +
      "namespaces/kubevirt/.",
  ),
};

/** Settings of every kind of fault that can be about some requests only. */
export const selectorSettings = {
  verb: optionalChoice("Only requests of this Kubernetes verb; to the apiserver alone.", verbs),
  method: optionalChoice("Only requests of this HTTP method.", methods),
  ...pathSettings,
};

type SelectorValues = Partial<ValuesOf<typeof selectorSettings>>;

export function selectorOf({ verb, method, path }: SelectorValues): RequestSelector {
  return {
    ...(verb === undefined ? {} : { verbs: [verb] }),
    ...(method === undefined ? {} : { method }),
    ...(path === undefined ? {} : { path }),
  };
}

/** Which requests can be struck, in plain English; nothing where it is all of them. */
export function describeSelector({ verb, method, path }: SelectorValues): string {
  const kinds = [verb, method].filter((kind) => kind !== undefined);
  if (kinds.length === 0 && path === undefined) return "";
  const matching = path === undefined ? "" : ` whose path matches ${path}`;
  return `, only ${[...kinds, "requests"].join(" ")}${matching}`;
}

/** The settings among these that pick single requests. */
export function requestSettingsIn(given: GivenSettings): string[] {
  return ["verb", "method", "path", "probability", "first"].filter((name) => name in given);
}
