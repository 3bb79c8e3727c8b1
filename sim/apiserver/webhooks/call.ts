import { random, uuid } from "../../model/random.ts";
import type { KubeObject } from "../../store/object.ts";
import { podKind, type Pod } from "../../store/objects/pod.ts";
import { endpointsKind } from "../../store/objects/service.ts";
import type { ValidatingWebhook } from "../../store/objects/webhook.ts";
import type { Store } from "../../store/store.ts";
import { isEventStream, type HttpReply } from "../../wire/exchange.ts";
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

/** An object that is to be made, and how. */
interface Admitted {
  readonly asked: ResourceRequest;
  readonly object: KubeObject;
  readonly dryRun: boolean;
}

/**
 * Asks a webhook about an object that is to be made. Rejects with ApiError when it denies the request, or, with
 * the policy to fail, when it cannot be asked: 500 as from a real API server.
 */
export async function askWebhook(
  calls: WebhookCalls,
  webhook: ValidatingWebhook,
  made: Admitted,
): Promise<void> {
  let response: unknown;
  try {
    response = responseIn(await reach(calls, webhook, made));
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
  made: Admitted,
): Promise<HttpReply> {
  if (service === undefined) throw new Error("no address outside the cluster is ever dialled");
  const endpoints = store.get(endpointsKind, service.namespace, service.name);
  const targets = (endpoints?.subsets ?? []).flatMap(({ addresses = [], ports }) =>
    addresses.map(({ targetRef }) => ({ name: targetRef?.name ?? "", port: ports[0]?.port ?? 0 })),
  );
  const uid = uuid(seed, "admission review", made.object.metadata.uid, made.object.metadata.resourceVersion);
  const target = targets[Math.floor(random(seed, "webhook", uid)() * targets.length)];
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
      body: new TextEncoder().encode(JSON.stringify(reviewOf(uid, made))),
    },
  );
}

function reviewOf(uid: string, { asked, object, dryRun }: Admitted) {
  const { resource, identity } = asked;
  const { kind, version } = resource;
  const { name, namespace } = object.metadata;
  return {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid,
      kind: { group: kind.group, version, kind: kind.kind },
      resource: { group: kind.group, version, resource: kind.plural },
      name,
      ...(namespace === undefined ? {} : { namespace }),
      operation: "CREATE",
      userInfo: { username: identity.name, groups: identity.groups },
      object,
      oldObject: null,
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
