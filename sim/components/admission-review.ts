import type { ApiMetrics } from "../metrics/virt-api/api-metrics.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";

/** What an apiserver asks of an admission webhook: admission.k8s.io/v1. */
interface AdmissionReview {
  readonly request: {
    readonly uid: string;
    readonly operation: "CREATE" | "UPDATE" | "DELETE" | "CONNECT";
    readonly namespace?: string;
    readonly dryRun?: boolean;
  };
}

/**
 * The webhook that virt-api is asked about VirtualMachines: it has nothing against any, and counts those
 * that are created.
 *
 * Source: kubevirt pkg/virt-api/webhooks/validating-webhook/admitters/vms-admitter.go
 */
export function reviewMachine({ body }: HttpRequest, metrics: ApiMetrics): HttpReply {
  const review = parseReview(body);
  if (review === undefined) {
    const headers = { "content-type": "text/plain; charset=utf-8" };
    return { status: 400, headers, body: "expected an AdmissionReview of admission.k8s.io/v1\n" };
  }
  const { uid, operation, namespace = "", dryRun = false } = review.request;
  if (operation === "CREATE" && !dryRun) metrics.machineCreated(namespace);
  const answer = {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    response: { uid, allowed: true },
  };
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(answer) };
}

function parseReview(body: Uint8Array | undefined): AdmissionReview | undefined {
  try {
    const parsed = JSON.parse(new TextDecoder().decode(body)) as Partial<AdmissionReview> | null;
    return typeof parsed?.request?.uid === "string" ? (parsed as AdmissionReview) : undefined;
  } catch {
    return undefined;
  }
}
