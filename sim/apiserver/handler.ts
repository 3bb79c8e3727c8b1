import { uuid } from "../model/random.ts";
import { isEventStream, type HttpReply, type HttpRequest } from "../wire/exchange.ts";
import { attributesOf } from "./authorization/attributes.ts";
import { forbidden } from "./authorization/forbidden.ts";
import { impersonated } from "./authorization/impersonation.ts";
import { anonymous, type Identity } from "./identity.ts";
import { warningOf } from "./monitoring/deprecation.ts";
import { monitored, withWarning } from "./monitoring/monitored.ts";
import { requestLabelsOf, type RequestLabels } from "./monitoring/request-labels.ts";
import type { ServerMetrics } from "./monitoring/server-metrics.ts";
import { errorReply } from "./reply.ts";
import { requestInfoOf, type RequestInfo } from "./request-info.ts";
import { respond } from "./route.ts";
import type { Serving } from "./serving.ts";
import { apiErrorOf, unauthorized } from "./status.ts";

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
  handle(request: HttpRequest, identity: Identity): HttpReply {
    const reply = this.#parsed(request, identity);
    const id = uuid(this.#serving.seed, "audit", this.#audited++);
    return { ...reply, headers: { "audit-id": id, "cache-control": "no-cache, private", ...reply.headers } };
  }

  #parsed(request: HttpRequest, identity: Identity): HttpReply {
    try {
      return this.#counted(request, identity, requestInfoOf(request));
    } catch (error) {
      return errorReply(apiErrorOf(error));
    }
  }

  #counted(request: HttpRequest, identity: Identity, info: RequestInfo): HttpReply {
    const { clock } = this.#serving;
    const began = clock.now();
    const labels = this.#labelsOf(request, info);
    const warning = warningOf(labels.group, labels.version, labels.resource);
    const reply = withWarning(this.#answered(request, identity, info), warning);
    if (isEventStream(reply.body)) {
      return { ...reply, body: monitored(reply.body, this.#metrics.watchBegan(labels)) };
    }
    this.#metrics.answered(labels, reply.status, clock.now() - began);
    return reply;
  }

  #labelsOf(request: HttpRequest, info: RequestInfo): RequestLabels {
    const path = info.resource;
    const resource = path && this.#serving.resources.find(path.group, path.version, path.plural);
    return requestLabelsOf(info, resource, request.headers["content-type"] ?? "");
  }

  #answered(request: HttpRequest, identity: Identity, info: RequestInfo): HttpReply {
    try {
      const asker = impersonated(this.#serving.authorizer, identity, request.headers);
      this.#authorize(info, asker);
      if (info.path === "/metrics" && info.method === "GET") return this.#metrics.reply();
      return respond(this.#serving, request, info, asker);
    } catch (error) {
      return errorReply(apiErrorOf(error));
    }
  }

  /** Throws ApiError: 401 for someone unknown who asks for more than anyone may, 403 for someone known. */
  #authorize(info: RequestInfo, identity: Identity): void {
    const attributes = attributesOf(info);
    if (this.#serving.authorizer.allows(identity, attributes)) return;
    throw identity.name === anonymous.name ? unauthorized() : forbidden(identity, attributes);
  }
}
