import {
  validatingWebhookKind,
  type ValidatingWebhook,
  type WebhookRule,
} from "../../store/objects/webhook.ts";
import type { Store } from "../../store/store.ts";
import { listAt } from "../field-access.ts";
import type { Operation } from "./change.ts";
import type { Resource } from "../resource.ts";

/** The webhooks that want to be asked before this is done to an object of this kind, in order of configurations. */
export function webhooksFor(store: Store, resource: Resource, operation: Operation): ValidatingWebhook[] {
  return store
    .list(validatingWebhookKind)
    .flatMap((configuration) => listAt(configuration, "webhooks") as readonly ValidatingWebhook[])
    .filter((webhook) =>
      (listAt(webhook, "rules") as readonly WebhookRule[]).some((rule) => isMeant(rule, resource, operation)),
    );
}

function isMeant(rule: WebhookRule, { kind, version }: Resource, operation: Operation): boolean {
  const names = (field: string, wanted: string) => {
    const list = listAt(rule, field);
    return list.includes("*") || list.includes(wanted);
  };
  return (
    names("apiGroups", kind.group) &&
    names("apiVersions", version) &&
    names("operations", operation) &&
    names("resources", kind.plural)
  );
}
