import { expect, test } from "vitest";
import { refusal } from "../../sim/apiserver/refusal.ts";
import { answerOf } from "./support/apiserver.ts";

test.each([
  [400, "BadRequest"],
  [401, "Unauthorized"],
  [410, "Expired"],
  [429, "TooManyRequests"],
  [500, "InternalError"],
  [502, "InternalError"],
  [503, "ServiceUnavailable"],
])("a request that is turned away with %i is answered with a Status of the reason %s", (code, reason) => {
  const { status, headers, body } = answerOf(refusal(code, "why"));
  expect([status, headers["content-type"]]).toEqual([code, "application/json"]);
  expect(body).toMatchObject({
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    message: "why",
    reason,
    code,
  });
});
