import { uuid } from "../model/random.ts";
import { isEventStream, type HttpReply, type HttpRequest } from "../wire/exchange.ts";
import { changed, type Answer } from "./answer.ts";
import { attributesOf } from "./authorization/attributes.ts";
import { forbidden } from "./authorization/forbidden.ts";
import { impersonated } from "./authorization/impersonation.ts";
import { anonymous, type Identity } from "./identity.ts";
import { warningOf } from "./monitoring/deprecation.ts";
import { monitored, withWarning } from "./monitoring/monitored.ts";
import { requestLabelsOf, type RequestLabels } from "./monitoring/request-labels.ts";
import type { ServerMetrics } from "./monitoring/server-metrics.ts";
import { errorReply } from "./reply.ts";
import { requestInfoOf, type RequestInfo } from "../wire/request-info.ts";
import { respond } from "./route.ts";
import type { Serving } from "./serving.ts";
import { ApiError, apiErrorOf, badRequest, unauthorized } from "./status.ts";

/** Takes each request through what every request goes through: authorization, the answer, the counting of it. */
export class Handler {
  readonly #serving: Serving;
  readonly #metrics: ServerMetrics;
  #audited = 0;

  constructor(serving: Serving, metrics: ServerMetrics) {
    this.#serving = serving;
    this.#metrics = metrics;
  }

  /** Never throws: whatever goes wrong is an answer. */
  handle(request: HttpRequest, identity: Identity): Answer {
    const { clock } = this.#serving;
    const began = clock.now();
    const info = this.#infoOf(request);
    if (info instanceof ApiError) return this.#stamped(errorReply(info));
    const labels = this.#labelsOf(request, info);
    return changed(this.#answered(request, identity, info, labels), (reply) =>
      this.#stamped(this.#counted(reply, labels, clock.now() - began)),
    );
  }

  /** Counts the answer to a request that nobody is known to have made. */
  refuse(request: HttpRequest, reply: HttpReply): HttpReply {
    const info = this.#infoOf(request);
    if (!(info instanceof ApiError)) this.#counted(reply, this.#labelsOf(request, info), 0);
    return this.#stamped(reply);
  }

  #infoOf(request: HttpRequest): RequestInfo | ApiError {
    try {
      return requestInfoOf(request);
    } catch (error) {
      if (error instanceof URIError)
        return badRequest(`invalid URL escape in ${JSON.stringify(request.path)}`);
      return apiErrorOf(error);
    }
  }

  #stamped(reply: HttpReply): HttpReply {
    const id = uuid(this.#serving.seed, "audit", this.#audited++);
    return { ...reply, headers: { "audit-id": id, "cache-control": "no-cache, private", ...reply.headers } };
  }

  #counted(reply: HttpReply, labels: RequestLabels, seconds: number): HttpReply {
    if (isEventStream(reply.body)) {
      return { ...reply, body: monitored(reply.body, this.#metrics.watchBegan(labels)) };
    }
    this.#metrics.answered(labels, reply.status, seconds);
    return reply;
  }

  #labelsOf(request: HttpRequest, info: RequestInfo): RequestLabels {
    const path = info.resource;
    const resource = path && this.#serving.resources.find(path.group, path.version, path.plural);
    return requestLabelsOf(info, resource, request.headers["content-type"] ?? "");
  }

  /** Only who may ask for something is warned of it. */
  #answered(request: HttpRequest, identity: Identity, info: RequestInfo, labels: RequestLabels): Answer {
    try {
      const asker = impersonated(this.#serving.authorizer, identity, request.headers);
      this.#authorize(info, asker);
      const { group, version, resource } = labels;
      this.#metrics.noteDeprecated(labels);
      const warning = warningOf(group, version, resource);
      return changed(this.#allowed(request, asker, info), (reply) => withWarning(reply, warning));
    } catch (error) {
      return errorReply(apiErrorOf(error));
    }
  }

  #allowed(request: HttpRequest, asker: Identity, info: RequestInfo): Answer {
    const failed = (error: unknown) => errorReply(apiErrorOf(error));
    try {
      if (info.path === "/metrics" && info.method === "GET") return this.#metrics.reply();
      const answer = respond(this.#serving, request, info, asker);
      return answer instanceof Promise ? answer.catch(failed) : answer;
    } catch (error) {
      return failed(error);
    }
  }

  /** Throws ApiError: 401 for someone unknown who asks for more than anyone may, 403 for someone known. */
  #authorize(info: RequestInfo, identity: Identity): void {
    const attributes = attributesOf(info);
    if (this.#serving.authorizer.allows(identity, attributes)) return;
    throw identity.name === anonymous.name ? unauthorized() : forbidden(identity, attributes);
  }
}
