import { uniform } from "../../model/random.ts";
import type { Store } from "../../store/store.ts";
import type { EventStream } from "../../wire/exchange.ts";
import { invalidListOptions, versionWishOf, type VersionWish } from "../read/resource-version.ts";
import type { Representation } from "../representation/representation.ts";
import { isTrue } from "../../wire/request-info.ts";
import type { Resource } from "../resource.ts";
import { selectionOf } from "../selectors/selection.ts";
import { badRequest, expired, tooLargeResourceVersion, tooOldResourceVersion } from "../status.ts";
import { errorStream } from "./error-stream.ts";
import type { WatchHub } from "./watch-hub.ts";
import { WatchStream } from "./watch-stream.ts";

/** How long a watch lasts when its client does not say: as a real server's `--min-request-timeout` makes it. */
const defaultTimeoutSeconds = { low: 1800, high: 3600 };

/** Opens watches as their clients ask for them. */
export class Watches {
  readonly #store: Store;
  readonly #hub: WatchHub;
  #opened = 0;

  constructor(store: Store, hub: WatchHub) {
    this.#store = store;
    this.#hub = hub;
  }

  /** The answer to a WATCH. Throws ApiError 400, 422 or 504 for one that cannot be. */
  begin(
    resource: Resource,
    namespace: string | undefined,
    query: URLSearchParams,
    representation: Representation,
  ): EventStream {
    const wish = versionWishOf(query);
    const initialEvents = sendInitialEventsOf(query, wish);
    const after = initialEvents === true ? undefined : this.#startOf(wish, initialEvents);
    if (initialEvents === true) this.#checkNotFuture(wish);
    if (after !== undefined && after > this.#store.resourceVersion) return errorStream(this.#future(after));
    const oldest = this.#store.oldestResourceVersion;
    if (after !== undefined && after < oldest) return errorStream(tooOldResourceVersion(after, oldest));
    const watch = {
      resource,
      namespace,
      selection: selectionOf(resource.kind, query),
      representation,
      after,
      endOfInitialEvents: initialEvents === true,
      bookmarks: isTrue(query.get("allowWatchBookmarks")),
      timeoutSeconds: this.#timeoutOf(query),
    };
    return new WatchStream(watch, this.#store, this.#hub);
  }

  /** Without a resourceVersion, or with 0, a watch begins with all there is. */
  #startOf({ resourceVersion }: VersionWish, initialEvents: boolean | undefined): number | undefined {
    if (resourceVersion !== undefined && resourceVersion !== 0) return resourceVersion;
    return initialEvents === false ? this.#store.resourceVersion : undefined;
  }

  #checkNotFuture({ resourceVersion = 0 }: VersionWish): void {
    const current = this.#store.resourceVersion;
    if (resourceVersion > current) throw tooLargeResourceVersion(resourceVersion, current);
  }

  /** A client that knows more than this server has seen another one: it is told to list anew, not left waiting. */
  #future(after: number) {
    return expired(`future resource version: ${after} (${this.#store.resourceVersion})`);
  }

  #timeoutOf(query: URLSearchParams): number {
    const text = query.get("timeoutSeconds") ?? "";
    if (text !== "" && !/^-?\d{1,18}$/.test(text))
      throw badRequest(
        `timeoutSeconds: Invalid value: ${JSON.stringify(text)}: expected a whole number of seconds`,
      );
    const timeoutSeconds = Number(text);
    if (timeoutSeconds > 0) return timeoutSeconds;
    const { low, high } = defaultTimeoutSeconds;
    return uniform(low, high, this.#store.seed, "watch timeout", this.#opened++);
  }
}

/** @returns undefined when the client leaves it to the resourceVersion. Throws ApiError 422. */
function sendInitialEventsOf(query: URLSearchParams, { match }: VersionWish): boolean | undefined {
  const text = query.get("sendInitialEvents");
  const forbidden = (field: string, why: string) =>
    invalidListOptions([{ reason: "FieldValueForbidden", field, message: `Forbidden: ${why}` }]);
  if (text === null) {
    if (match === "") return undefined;
    throw forbidden(
      "resourceVersionMatch",
      "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
    );
  }
  if (match !== "NotOlderThan")
    throw forbidden(
      "sendInitialEvents",
      "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
    );
  return isTrue(text);
}
