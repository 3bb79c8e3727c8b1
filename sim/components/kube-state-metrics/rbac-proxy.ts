import type { Clock } from "../../clock/clock.ts";
import type { HttpReply, HttpRequest } from "../../wire/exchange.ts";
import { isRequestError } from "../rest/status-error.ts";
import type { RestClient } from "../rest/rest-client.ts";
import { TimedCache } from "./timed-cache.ts";

/** How long an answer of the apiserver holds, in seconds. */
const keepSeconds = { token: 120, allowed: 300, denied: 30 };

interface User {
  readonly username: string;
  readonly groups?: readonly string[];
}

interface TokenReview {
  readonly status: { readonly authenticated?: boolean; readonly user?: User };
}

interface SubjectAccessReview {
  readonly status: { readonly allowed?: boolean };
}

/**
 * Lets through who the apiserver says may: it asks whose a token is and whether they may read the path, and
 * remembers the answers for a while.
 *
 * Source: kube-rbac-proxy pkg/filters/auth.go, with the caches of k8s.io/apiserver
 */
export class RbacProxy {
  readonly #client: RestClient;
  /** By token; undefined: nobody's. */
  readonly #users: TimedCache<User | undefined>;
  readonly #access: TimedCache<boolean>;

  constructor(client: RestClient, clock: Clock) {
    this.#client = client;
    this.#users = new TimedCache(clock, () => keepSeconds.token);
    this.#access = new TimedCache(clock, (allowed) => (allowed ? keepSeconds.allowed : keepSeconds.denied));
  }

  /** The answer for one who may not; undefined for one who may. */
  async refusal({ method, path, headers }: HttpRequest): Promise<HttpReply | undefined> {
    const user = await this.#userOf(headers["authorization"]);
    if (user === undefined) return plain(401, "Unauthorized");
    const [resource = ""] = path.split("?");
    const verb = verbs[method] ?? method.toLowerCase();
    const attributes = `user=${user.username}, verb=${verb}, resource=, subresource=`;
    try {
      const allowed = await this.#access.get(`${user.username} ${verb} ${resource}`, () =>
        this.#mayAccess(user, verb, resource),
      );
      return allowed ? undefined : plain(403, `Forbidden (${attributes})`);
    } catch (error) {
      if (!isRequestError(error)) throw error;
      return plain(500, `Authorization error (${attributes})`);
    }
  }

  async #userOf(authorization: string | undefined): Promise<User | undefined> {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
    if (token === undefined) return undefined;
    try {
      return await this.#users.get(token, () => this.#review(token));
    } catch (error) {
      if (!isRequestError(error)) throw error;
      return undefined;
    }
  }

  async #review(token: string): Promise<User | undefined> {
    const { status } = await this.#client.request<TokenReview>({
      method: "POST",
      path: "/apis/authentication.k8s.io/v1/tokenreviews",
      body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", spec: { token } },
    });
    return status.authenticated === true ? status.user : undefined;
  }

  async #mayAccess({ username, groups }: User, verb: string, path: string): Promise<boolean> {
    const { status } = await this.#client.request<SubjectAccessReview>({
      method: "POST",
      path: "/apis/authorization.k8s.io/v1/subjectaccessreviews",
      body: {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: { user: username, groups, nonResourceAttributes: { path, verb } },
      },
    });
    return status.allowed === true;
  }
}

/** What methods are called in access reviews. */
const verbs: Readonly<Record<string, string>> = {
  GET: "get",
  POST: "create",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};

function plain(status: number, text: string): HttpReply {
  return {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" },
    body: `${text}\n`,
  };
}
