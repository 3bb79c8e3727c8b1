import type { Clock } from "../clock/clock.ts";
import type { Hypervisors } from "../store/hypervisors.ts";
import type { Store } from "../store/store.ts";
import type { HttpRequest } from "../wire/exchange.ts";
import type { Tokens } from "./authentication.ts";
import type { Authorizer } from "./authorization/authorizer.ts";
import type { Identity } from "./identity.ts";
import type { PodLogs } from "./parts/log.ts";
import type { PodProxy } from "./parts/into-pods.ts";
import type { RequestInfo, ResourcePath } from "../wire/request-info.ts";
import type { Resources } from "./resources.ts";
import type { Resource } from "./resource.ts";
import type { Watches } from "./watch/watch.ts";
import type { Propagation } from "./write/propagation.ts";

/** What requests are answered from. */
export interface Serving {
  readonly store: Store;
  readonly clock: Clock;
  readonly seed: number;
  readonly resources: Resources;
  readonly watches: Watches;
  readonly propagation: Propagation;
  readonly authorizer: Authorizer;
  readonly tokens: Tokens;
  readonly podLogs: PodLogs | undefined;
  readonly hypervisors: Hypervisors | undefined;
  readonly podProxy: PodProxy | undefined;
}

/** A request for a resource that is served, by someone who may make it. */
export interface ResourceRequest {
  readonly request: HttpRequest;
  readonly info: RequestInfo;
  readonly path: ResourcePath;
  readonly resource: Resource;
  readonly identity: Identity;
  /** Has the answer come with a warning, which kubectl shows its user. */
  readonly warn: (text: string) => void;
}
