import type { Clock } from "../clock/clock.ts";
import type { Hypervisors } from "../store/hypervisors.ts";
import type { Store } from "../store/store.ts";
import type { ClientCertificate, HttpRequest, Via } from "../wire/exchange.ts";
import type { Answer } from "./answer.ts";
import { authenticate, Tokens, type Authentication } from "./authentication.ts";
import { Authorizer } from "./authorization/authorizer.ts";
import { ensureBootstrapPolicy } from "./authorization/bootstrap-policy.ts";
import { startDefinitionCleanup } from "./definitions/cleanup.ts";
import { Handler } from "./handler.ts";
import type { Identity } from "./identity.ts";
import { ServerMetrics } from "./monitoring/server-metrics.ts";
import type { PodLogs } from "./parts/log.ts";
import type { PodProxy } from "./parts/into-pods.ts";
import { Resources } from "./resources.ts";
import { Deadlines } from "./watch/deadlines.ts";
import { WatchHub } from "./watch/watch-hub.ts";
import { Watches } from "./watch/watch.ts";
import { Propagation } from "./write/propagation.ts";

interface ApiserverOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly seed: number;
  /** The user name that each bearer token stands for. */
  readonly tokens: ReadonlyMap<string, string>;
  /** Where `kubectl logs` reads; without it every log is empty. */
  readonly podLogs?: PodLogs;
  /** What `virtctl pause` acts on. */
  readonly hypervisors?: Hypervisors;
  /** The way into pods; without it a request for a pod's proxy is answered with 501. */
  readonly podProxy?: PodProxy;
}

/** An API server without its wire. */
export interface Apiserver {
  /** Who a request's credentials say is asking. */
  authenticate(headers: HttpRequest["headers"], certificate?: ClientCertificate): Authentication;
  /** Answers a request of someone; whatever goes wrong is an answer too. */
  handle(request: HttpRequest, identity: Identity): Answer;
  /** Authenticates and answers. */
  serve(request: HttpRequest, via?: Via): Answer;
  /** How many watches are open. */
  readonly watches: number;
  /** Ends all watches and lets go of the store. */
  close(): void;
}

/** An API server over the objects in `store`. */
export function buildApiserver(options: ApiserverOptions): Apiserver {
  const { store, clock, seed } = options;
  ensureBootstrapPolicy(store);
  const tokens = new Tokens(clock, options.tokens);
  const authorizer = new Authorizer(store);
  const resources = new Resources(store);
  const hub = new WatchHub(store, new Deadlines(clock));
  const propagation = new Propagation(store, resources);
  const stopCleanup = startDefinitionCleanup(
    store,
    (definition) => resources.kindOf(definition),
    (kind) => hub.endAll(kind),
  );
  const watches = new Watches(store, hub);
  const { podLogs, hypervisors, podProxy } = options;
  const serving = {
    store,
    clock,
    seed,
    resources,
    watches,
    propagation,
    authorizer,
    tokens,
    podLogs,
    hypervisors,
    podProxy,
  };
  const handler = new Handler(serving, new ServerMetrics(clock, store, resources));
  return {
    authenticate: (headers, certificate) => authenticate(tokens, headers, certificate),
    handle: (request, identity) => handler.handle(request, identity),
    serve: (request, via) => {
      const authentication = authenticate(tokens, request.headers, via?.clientCertificate);
      return "identity" in authentication
        ? handler.handle(request, authentication.identity)
        : handler.refuse(request, authentication.refused);
    },
    get watches() {
      return hub.size;
    },
    close: () => {
      hub.close();
      propagation.close();
      stopCleanup();
      resources.close();
      authorizer.close();
    },
  };
}
