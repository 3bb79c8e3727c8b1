import { kindNamed } from "../kinds.ts";
import type { KubeObject } from "../object.ts";

/** One webhook of a ValidatingWebhookConfiguration, as far as the API server goes by it. */
export interface ValidatingWebhook {
  readonly name: string;
  readonly clientConfig: {
    readonly service?: {
      readonly namespace: string;
      readonly name: string;
      readonly path?: string;
      readonly port?: number;
    };
    readonly [field: string]: unknown;
  };
  readonly rules?: readonly WebhookRule[];
  readonly failurePolicy?: "Fail" | "Ignore";
  readonly [field: string]: unknown;
}

export interface WebhookRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly operations: readonly string[];
  readonly resources: readonly string[];
  readonly [field: string]: unknown;
}

export interface ValidatingWebhookConfiguration extends KubeObject {
  readonly webhooks?: readonly ValidatingWebhook[];
}

export const validatingWebhookKind = kindNamed<ValidatingWebhookConfiguration>(
  "validatingwebhookconfigurations",
  "admissionregistration.k8s.io",
);
