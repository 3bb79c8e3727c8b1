import type { ResourceRequest, Serving } from "../serving.ts";
import type { WriteContext } from "../write/context.ts";
import { askWebhook } from "./call.ts";
import { changeOf, operationsOf } from "./change.ts";
import { webhooksFor } from "./matching.ts";

/**
 * Has those asked who want to be before an object is made, changed or deleted: `undefined` when nobody does.
 * Rejects with ApiError when one of them is against it. Throws ApiError for what would not be done anyway, before
 * anyone is asked.
 */
export function askedWebhooks(
  serving: Serving,
  asked: ResourceRequest,
  context: WriteContext,
): Promise<void> | undefined {
  const { store, seed, podProxy } = serving;
  if (podProxy === undefined) return undefined;
  const wanting = operationsOf(asked).filter(
    (operation) => webhooksFor(store, asked.resource, operation).length > 0,
  );
  if (wanting.length === 0) return undefined;
  const change = changeOf(serving, asked, context);
  const webhooks = webhooksFor(store, asked.resource, change.operation);
  if (webhooks.length === 0) return undefined;
  const calls = { store, seed, podProxy };
  return Promise.all(webhooks.map((webhook) => askWebhook(calls, webhook, asked, change))).then(
    () => undefined,
  );
}
