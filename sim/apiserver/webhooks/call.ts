import { random, uuid } from "../../model/random.ts";
import { podKind, type Pod } from "../../store/objects/pod.ts";
import { endpointsKind } from "../../store/objects/service.ts";
import type { ValidatingWebhook } from "../../store/objects/webhook.ts";
import type { Store } from "../../store/store.ts";
import { isEventStream, type HttpReply } from "../../wire/exchange.ts";
import type { Change } from "./change.ts";
import { fieldAt, numberAt, textAt } from "../field-access.ts";
import type { PodProxy } from "../parts/into-pods.ts";
import type { ResourceRequest } from "../serving.ts";
import { ApiError, internalError } from "../status.ts";

/** What webhooks are asked with. */
interface WebhookCalls {
  readonly store: Store;
  readonly seed: number;
  readonly podProxy: PodProxy;
}

/**
 * Asks a webhook about what a request is about to do. Rejects with ApiError when it denies the request, or, with
 * the policy to fail, when it cannot be asked: 500 as from a real API server.
 */
export async function askWebhook(
  calls: WebhookCalls,
  webhook: ValidatingWebhook,
  asked: ResourceRequest,
  change: Change,
): Promise<void> {
  let response: unknown;
  try {
    response = responseIn(await reach(calls, webhook, reviewOf(calls.seed, asked, change)));
  } catch (error) {
    if (webhook.failurePolicy === "Ignore") return;
    const why = error instanceof Error ? error.message : String(error);
    throw internalError(
      `failed calling webhook ${JSON.stringify(webhook.name)}: failed to call webhook: Post "${urlOf(webhook)}": ${why}`,
    );
  }
  if (fieldAt(response, "allowed") === true) return;
  const message = textAt(response, "status.message") ?? "without explanation";
  throw new ApiError(
    numberAt(response, "status.code") ?? 403,
    textAt(response, "status.reason") ?? "Forbidden",
    `admission webhook ${JSON.stringify(webhook.name)} denied the request: ${message}`,
  );
}

function urlOf({ clientConfig: { service } }: ValidatingWebhook): string {
  return `https://${service?.name ?? ""}.${service?.namespace ?? ""}.svc:${service?.port ?? 443}${service?.path ?? "/"}?timeout=10s`;
}

/** Has the request put to a pod of the webhook's Service. Rejects with an Error that says what is in the way. */
async function reach(
  { store, seed, podProxy }: WebhookCalls,
  { clientConfig: { service } }: ValidatingWebhook,
  review: AdmissionReview,
): Promise<HttpReply> {
  if (service === undefined) throw new Error("no address outside the cluster is ever dialled");
  const endpoints = store.get(endpointsKind, service.namespace, service.name);
  const targets = (endpoints?.subsets ?? []).flatMap(({ addresses = [], ports }) =>
    addresses.map(({ targetRef }) => ({ name: targetRef?.name ?? "", port: ports[0]?.port ?? 0 })),
  );
  const draw = random(seed, "webhook", review.request.uid);
  const target = targets[Math.floor(draw() * targets.length)];
  const pod = target && store.get<Pod>(podKind, service.namespace, target.name);
  if (target === undefined || pod === undefined)
    throw new Error(`no endpoints available for service ${JSON.stringify(service.name)}`);
  return podProxy.ask(
    pod,
    { scheme: "https", port: target.port },
    {
      method: "POST",
      path: service.path ?? "/",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: new TextEncoder().encode(JSON.stringify(review)),
    },
  );
}

type AdmissionReview = ReturnType<typeof reviewOf>;

function reviewOf(seed: number, { resource, identity, path }: ResourceRequest, change: Change) {
  const { kind, version } = resource;
  const { operation, object, oldObject, dryRun } = change;
  const { metadata } = object ?? oldObject ?? {};
  const { name = path.name, namespace = path.namespace } = metadata ?? {};
  const uid = uuid(seed, "admission review", operation, metadata?.uid ?? "", metadata?.resourceVersion ?? "");
  return {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid,
      kind: { group: kind.group, version, kind: kind.kind },
      resource: { group: kind.group, version, resource: kind.plural },
      name,
      ...(namespace === undefined ? {} : { namespace }),
      operation,
      userInfo: { username: identity.name, groups: identity.groups },
      object,
      oldObject,
      dryRun,
    },
  };
}

function responseIn({ status, body }: HttpReply): unknown {
  if (status !== 200 || isEventStream(body)) throw new Error(`the server answered with ${status}`);
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  const response = fieldAt(JSON.parse(text), "response");
  if (response === undefined) throw new Error("the webhook's answer is no AdmissionReview");
  return response;
}
