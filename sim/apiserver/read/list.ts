import { keyOf, type KubeObject } from "../../store/object.ts";
import type { Store } from "../../store/store.ts";
import type { ListMeta, Representation } from "../representation/representation.ts";
import type { Resource } from "../resource.ts";
import { candidates, selectionOf, type Selection } from "../selectors/selection.ts";
import { badRequest, expired, tooLargeResourceVersion, tooOldResourceVersion } from "../status.ts";
import { decodeContinueToken, encodeContinueToken, type ContinueToken } from "./continue-token.ts";
import { checkListOptions, versionWishOf, type VersionWish } from "./resource-version.ts";
import { objectsAt } from "./snapshot.ts";

/** What a list shows: the objects, and the resourceVersion at which they were so. */
interface Listed {
  readonly objects: readonly KubeObject[];
  readonly resourceVersion: number;
}

/** Seconds after which client-go asks again for a state that is not there yet. */
const retryAfterSeconds = 1;

/**
 * The body of a LIST: all objects that are selected, or a page of them. All pages of a list show the state at
 * the first one's resourceVersion.
 */
export function list(
  store: Store,
  resource: Resource,
  namespace: string | undefined,
  query: URLSearchParams,
  representation: Representation,
): string {
  const wish = versionWishOf(query);
  checkListOptions(wish, query);
  const selection = selectionOf(resource.kind, query);
  const token = tokenOf(query);
  const listed =
    token === undefined
      ? listedAs(store, resource, namespace, wish, selection)
      : listedBefore(store, resource, namespace, token);
  const limit = limitOf(query, wish);
  const { objects, meta } = pageOf(listed, selection, token?.after, limit);
  return representation.list(resource, objects, meta);
}

function tokenOf(query: URLSearchParams): ContinueToken | undefined {
  const text = query.get("continue") ?? "";
  return text === "" ? undefined : decodeContinueToken(text);
}

/** @returns Infinity for no limit. A list of "any" state comes whole, as from a real server's watch cache. */
function limitOf(query: URLSearchParams, { resourceVersion }: VersionWish): number {
  const text = query.get("limit") ?? "";
  if (text === "") return Infinity;
  if (!/^-?\d{1,18}$/.test(text))
    throw badRequest(`limit: Invalid value: ${JSON.stringify(text)}: expected a whole number`);
  const limit = Number(text);
  return limit <= 0 || resourceVersion === 0 ? Infinity : limit;
}

function listedAs(
  store: Store,
  { kind }: Resource,
  namespace: string | undefined,
  { resourceVersion, match }: VersionWish,
  selection: Selection,
): Listed {
  const current = store.resourceVersion;
  if (resourceVersion !== undefined && resourceVersion > current)
    throw tooLargeResourceVersion(resourceVersion, current, retryAfterSeconds);
  if (match !== "Exact" || resourceVersion === undefined)
    return { objects: candidates(store, kind, namespace, selection), resourceVersion: current };
  const objects = objectsAt(store, kind, namespace, resourceVersion);
  if (objects === undefined) throw tooOldResourceVersion(resourceVersion, store.oldestResourceVersion);
  return { objects, resourceVersion };
}

function listedBefore(
  store: Store,
  { kind }: Resource,
  namespace: string | undefined,
  token: ContinueToken,
): Listed {
  const resourceVersion = token.resourceVersion === 0 ? store.resourceVersion : token.resourceVersion;
  if (resourceVersion > store.resourceVersion)
    throw tooLargeResourceVersion(resourceVersion, store.resourceVersion, retryAfterSeconds);
  const objects = objectsAt(store, kind, namespace, resourceVersion);
  if (objects !== undefined) return { objects, resourceVersion };
  throw expired(
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.",
    { continue: encodeContinueToken({ resourceVersion: 0, after: token.after }) },
  );
}

function pageOf(
  { objects, resourceVersion }: Listed,
  selection: Selection,
  after: string | undefined,
  limit: number,
): { objects: readonly KubeObject[]; meta: ListMeta } {
  const ahead = after === undefined ? objects : objects.filter(({ metadata }) => keyOf(metadata) > after);
  const selected = selection.everything ? ahead : ahead.filter(selection.matches);
  const meta = { resourceVersion: String(resourceVersion) };
  if (selected.length <= limit) return { objects: selected, meta };
  const page = selected.slice(0, limit);
  const last = page.at(-1);
  return {
    objects: page,
    meta: {
      ...meta,
      continue: encodeContinueToken({
        resourceVersion,
        after: last === undefined ? "" : keyOf(last.metadata),
      }),
      // With a selector the real server does not know how many of the rest would match.
      ...(selection.everything ? { remainingItemCount: selected.length - limit } : {}),
    },
  };
}
