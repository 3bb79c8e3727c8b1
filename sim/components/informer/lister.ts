import type { KubeObject } from "../../store/object.ts";
import type { RestClient } from "../rest/rest-client.ts";
import { StatusError } from "../rest/status-error.ts";
import { requestPath, type WatchedResource } from "./watched-resource.ts";

/** The objects of a resource, and where a watch goes on from. */
interface Listing<T extends KubeObject> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
}

interface List<T extends KubeObject> {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly T[];
}

const pageSize = "500";

/**
 * Lists as client-go's reflector does: the first time whatever the server has at hand (resourceVersion 0),
 * later nothing older than was seen, and when that is forgotten or not known yet, the newest.
 */
export async function listResource<T extends KubeObject>(
  client: RestClient,
  resource: WatchedResource<T>,
  lastResourceVersion: string | undefined,
): Promise<Listing<T>> {
  const ask = (page: Readonly<Record<string, string>>) => listPages(client, resource, page);
  return newestIfUnknown(ask, listParameters(lastResourceVersion), { limit: pageSize });
}

/** Asks for what is newest if the resourceVersion asked for is forgotten, or not known yet. */
async function newestIfUnknown<T>(
  ask: (parameters: Readonly<Record<string, string>>) => Promise<T>,
  parameters: Readonly<Record<string, string>>,
  newest: Readonly<Record<string, string>>,
): Promise<T> {
  try {
    return await ask(parameters);
  } catch (error) {
    if (!(error instanceof StatusError) || !(error.expired || error.resourceVersionTooLarge)) throw error;
    return ask(newest);
  }
}

/** A list of at least some resourceVersion comes from the watch cache, which knows no pages. */
function listParameters(lastResourceVersion: string | undefined): Record<string, string> {
  return lastResourceVersion === undefined
    ? { limit: pageSize, resourceVersion: "0" }
    : { resourceVersion: lastResourceVersion };
}

async function listPages<T extends KubeObject>(
  client: RestClient,
  resource: WatchedResource<T>,
  parameters: Readonly<Record<string, string>>,
): Promise<Listing<T>> {
  let items: readonly T[] = [];
  let page = parameters;
  for (;;) {
    const list = await listPage(client, resource, page);
    items = [...items, ...list.items];
    const { continue: token = "", resourceVersion } = list.metadata;
    if (token === "") return { items, resourceVersion };
    page = { continue: token, limit: pageSize };
  }
}

async function listPage<T extends KubeObject>(
  client: RestClient,
  resource: WatchedResource<T>,
  parameters: Readonly<Record<string, string>>,
): Promise<List<T>> {
  const path = requestPath(resource, parameters);
  const list = await client.request<Partial<List<T>> | null>({ method: "GET", path });
  if (typeof list?.metadata?.resourceVersion === "string" && Array.isArray(list.items)) {
    return list as List<T>;
  }
  throw new StatusError(200, "", `expected a list from ${path}, got ${JSON.stringify(list).slice(0, 200)}`);
}

/**
 * Where a watch may begin, for one who looks at no object: a list of which only the first is sent. To the
 * client's metrics, which show no query values, it is a list like any other.
 */
export async function listVersion(
  client: RestClient,
  resource: WatchedResource,
  lastResourceVersion: string | undefined,
): Promise<string> {
  // Of a list at resourceVersion 0 an apiserver sends all, whatever the limit.
  const parameters = { limit: "1", resourceVersion: lastResourceVersion ?? "1" };
  const ask = (page: Readonly<Record<string, string>>) => listPage(client, resource, page);
  const list = await newestIfUnknown(ask, parameters, { limit: "1" });
  return list.metadata.resourceVersion;
}

/** The objects as they are now, asked for once, without the help of an informer. */
export async function listNow<T extends KubeObject>(
  client: RestClient,
  resource: WatchedResource<T>,
): Promise<readonly T[]> {
  return (await listPages(client, resource, {})).items;
}
