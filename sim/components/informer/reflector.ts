import type { KubeObject } from "../../store/object.ts";
import { TransportError } from "../../wire/transport.ts";
import type { Lifetime } from "../lifetime.ts";
import type { RestClient } from "../rest/rest-client.ts";
import { isRequestError, isStatus, StatusError } from "../rest/status-error.ts";
import { ReflectorBackoff } from "./backoff.ts";
import { listResource, listVersion } from "./lister.ts";
import { WatchEventReader, type WatchEvent } from "./watch-events.ts";
import { requestPath, type WatchedResource } from "./watched-resource.ts";

/** Who keeps what a reflector learns. */
export interface ReflectorTarget<T extends KubeObject> {
  /** These objects are all there are. */
  replace(items: readonly T[]): void;
  apply(type: "ADDED" | "MODIFIED" | "DELETED", object: T): void;
}

export interface ReflectorOptions<T extends KubeObject> {
  readonly client: RestClient;
  readonly lifetime: Lifetime;
  readonly resource: WatchedResource<T>;
  /** Undefined: nobody looks at the objects, only the requests are made. */
  readonly target: ReflectorTarget<T> | undefined;
  /** Told of each list that is in. */
  readonly listed: () => void;
  /** Uniform draws from [0, 1). */
  readonly draw: () => number;
  /** Told why a list or a watch failed; not of refused watches, which are only tried again. */
  readonly failed: (error: Error) => void;
}

/** A watch asks to be ended after between this long and twice this long. */
const minWatchSeconds = 300;
/** A watch that ends sooner and brought nothing is taken for a failure. */
const veryShortSeconds = 1;

/**
 * Mirrors one resource: a LIST, then WATCHes from where the last one ended. What was learned is kept
 * while the apiserver is away.
 *
 * Source: client-go tools/cache/reflector.go
 */
export class Reflector<T extends KubeObject> {
  readonly #options: ReflectorOptions<T>;
  readonly #backoff: ReflectorBackoff;
  #resourceVersion: string | undefined;

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#backoff = new ReflectorBackoff(options.lifetime.clock, options.draw);
  }

  /** Goes on until the lifetime ends. */
  async run(): Promise<never> {
    for (;;) {
      try {
        await this.#listAndWatch();
      } catch (error) {
        if (!isRequestError(error)) throw error;
        this.#options.failed(error);
      }
      await this.#backOff();
    }
  }

  /** Returns when a watch ended in a way after which only a new list helps. */
  async #listAndWatch(): Promise<void> {
    await this.#list();
    for (;;) if (!(await this.#watch())) return;
  }

  /** A function of its own, so that the list is not held for as long as the watches last. */
  async #list(): Promise<void> {
    const { client, resource, target } = this.#options;
    if (target === undefined) {
      this.#resourceVersion = await listVersion(client, resource, this.#resourceVersion);
    } else {
      const { items, resourceVersion } = await listResource(client, resource, this.#resourceVersion);
      target.replace(items);
      this.#resourceVersion = resourceVersion;
    }
    this.#options.listed();
  }

  /** One watch. Returns whether the next may resume where it ended. */
  async #watch(): Promise<boolean> {
    const { clock } = this.#options.lifetime;
    const startedAt = clock.now();
    const received = new WatchReceiver((event) => this.#apply(event));
    try {
      const end = await this.#openWatch(received);
      // A session that is found dead reads as an error of the stream, a reset as its end.
      if (end.brokenBy !== undefined && !readsAsEnd(end.brokenBy)) return false;
    } catch (error) {
      if (!isTriedAgain(error)) throw error;
      await this.#backOff();
      return true;
    }
    if (received.failure !== undefined) return false;
    return received.events > 0 || clock.now() - startedAt >= veryShortSeconds;
  }

  #openWatch(received: WatchReceiver) {
    const { client, lifetime, resource, draw } = this.#options;
    const path = requestPath(resource, {
      allowWatchBookmarks: "true",
      resourceVersion: this.#resourceVersion ?? "",
      timeoutSeconds: String(Math.floor(minWatchSeconds * (1 + draw()))),
      watch: "true",
    });
    return client.watch(path, lifetime, (chunk) => received.receive(chunk));
  }

  #apply({ type, object }: WatchEvent): void {
    if (type !== "BOOKMARK") this.#options.target?.apply(type, object as T);
    this.#resourceVersion = object.metadata.resourceVersion;
  }

  #backOff(): Promise<void> {
    return this.#options.lifetime.sleep(this.#backoff.next());
  }
}

/** Hands on the events of one watch, up to the first that is none. */
class WatchReceiver {
  readonly #reader = new WatchEventReader();
  readonly #apply: (event: WatchEvent) => void;
  events = 0;
  failure: StatusError | undefined;

  constructor(apply: (event: WatchEvent) => void) {
    this.#apply = apply;
  }

  /** Returns whether it wants to hear more. */
  receive(chunk: string): boolean {
    try {
      for (const event of this.#reader.read(chunk)) {
        this.#apply(event);
        this.events += 1;
      }
      return true;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.failure = error;
      return false;
    }
  }
}

/** Nothing is lost by a watch that was refused, or turned away as too many: it is only tried again. */
function isTriedAgain(error: unknown): boolean {
  return isStatus(error, 429) || (error instanceof TransportError && error.code === "refused");
}

function readsAsEnd({ code }: TransportError): boolean {
  return code === "reset" || code === "closed";
}
