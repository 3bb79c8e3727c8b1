import type { KubeObject } from "../../store/object.ts";
import type { ResourceRequest, Serving } from "../serving.ts";
import { contentTypeOf, objectBody } from "../write/body.ts";
import type { WriteContext } from "../write/context.ts";
import { create } from "../write/create.ts";
import { applyPatch, patch } from "../write/patch.ts";
import { askWebhook } from "./call.ts";
import { webhooksFor } from "./matching.ts";

/**
 * Has those asked who want to be before an object is made: `undefined` when nobody does. Rejects with ApiError
 * when one of them is against it. Throws ApiError for what would not be made anyway, before anyone is asked.
 */
export function askedWebhooks(
  serving: Serving,
  asked: ResourceRequest,
  context: WriteContext,
): Promise<void> | undefined {
  const { store, seed, podProxy } = serving;
  if (podProxy === undefined || !mayMake(asked)) return undefined;
  const webhooks = webhooksFor(store, asked.resource);
  if (webhooks.length === 0) return undefined;
  const object = wouldBe(asked, { ...context, options: { ...context.options, dryRun: true } });
  if (object === undefined) return undefined;
  const made = { asked, object, dryRun: context.options.dryRun };
  return Promise.all(webhooks.map((webhook) => askWebhook({ store, seed, podProxy }, webhook, made))).then(
    () => undefined,
  );
}

function mayMake({ info, request }: ResourceRequest): boolean {
  return info.verb === "create" || (info.verb === "patch" && contentTypeOf(request) === applyPatch);
}

/** The object that the request would make; undefined when it changes one that is there. */
function wouldBe(asked: ResourceRequest, context: WriteContext): KubeObject | undefined {
  const { info, resource, path, request } = asked;
  if (info.verb === "create") return create(context, resource, path.namespace, objectBody(request));
  const { object, created } = patch(context, asked, "object");
  return created ? object : undefined;
}
