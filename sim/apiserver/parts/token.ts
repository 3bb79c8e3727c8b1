import { timestampAt, type Clock } from "../../clock/clock.ts";
import { random } from "../../model/random.ts";
import type { KubeObject } from "../../store/object.ts";
import { userName } from "../../store/bootstrap/service-accounts.ts";
import type { Tokens } from "../authentication.ts";
import { fieldAt, listAt } from "../field-access.ts";
import { invalid } from "../status.ts";
import type { JsonObject } from "../write/json-object.ts";

const usualSeconds = 3600;
const fewestSeconds = 600;

/**
 * `kubectl create token`: a bearer token for a ServiceAccount that counts for a while. It is opaque, where a
 * real one is a signed JWT. Throws ApiError 422.
 */
export function issueToken(
  tokens: Tokens,
  { clock, seed }: { readonly clock: Clock; readonly seed: number },
  account: KubeObject,
  request: JsonObject,
): JsonObject {
  const { namespace = "", name, uid } = account.metadata;
  const seconds = expirationSecondsOf(request);
  const expiresAt = clock.now() + seconds;
  const token = tokenText(seed, uid, clock.now());
  tokens.add(token, userName(namespace, name), expiresAt);
  return {
    kind: "TokenRequest",
    apiVersion: "authentication.k8s.io/v1",
    metadata: { name, namespace, creationTimestamp: timestampAt(clock, clock.now()) },
    spec: { audiences: listAt(request, "spec.audiences"), expirationSeconds: seconds, boundObjectRef: null },
    status: { token, expirationTimestamp: timestampAt(clock, expiresAt) },
  };
}

function expirationSecondsOf(request: JsonObject): number {
  const seconds = fieldAt(request, "spec.expirationSeconds") ?? usualSeconds;
  if (typeof seconds === "number" && Number.isInteger(seconds) && seconds >= fewestSeconds) return seconds;
  throw invalid({ group: "authentication.k8s.io", kind: "TokenRequest" }, "", [
    {
      reason: "FieldValueInvalid",
      field: "spec.expirationSeconds",
      message: `Invalid value: ${JSON.stringify(seconds)}: may not specify a duration less than 10 minutes`,
    },
  ]);
}

function tokenText(seed: number, ...key: readonly (string | number)[]): string {
  const draw = random(seed, "token", ...key);
  const bytes = Uint8Array.from({ length: 32 }, () => Math.floor(draw() * 256));
  return `kvsim-${Buffer.from(bytes).toString("base64url")}`;
}
