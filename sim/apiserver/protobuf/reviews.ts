import { message } from "./message.ts";
import { objectMeta } from "./meta.ts";

/** The reviews of who someone is and may do, and the request for a token. */

const resourceAttributes = message("ResourceAttributes", {
  1: ["namespace", "string"],
  2: ["verb", "string"],
  3: ["group", "string"],
  4: ["version", "string"],
  5: ["resource", "string"],
  6: ["subresource", "string"],
  7: ["name", "string"],
});
const nonResourceAttributes = message("NonResourceAttributes", {
  1: ["path", "string"],
  2: ["verb", "string"],
});

export const accessReview = message("SubjectAccessReview", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("SubjectAccessReviewSpec", {
      1: ["resourceAttributes", resourceAttributes],
      2: ["nonResourceAttributes", nonResourceAttributes],
      3: ["user", "string"],
      4: ["groups", "string", "repeated"],
      6: ["uid", "string"],
    }),
  ],
});

export const selfAccessReview = message("SelfSubjectAccessReview", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("SelfSubjectAccessReviewSpec", {
      1: ["resourceAttributes", resourceAttributes],
      2: ["nonResourceAttributes", nonResourceAttributes],
    }),
  ],
});

export const selfRulesReview = message("SelfSubjectRulesReview", {
  1: ["metadata", objectMeta],
  2: ["spec", message("SelfSubjectRulesReviewSpec", { 1: ["namespace", "string"] })],
});

export const tokenRequest = message("TokenRequest", {
  1: ["metadata", objectMeta],
  2: [
    "spec",
    message("TokenRequestSpec", {
      1: ["audiences", "string", "repeated"],
      4: ["expirationSeconds", "int"],
    }),
  ],
});

export const tokenReview = message("TokenReview", {
  1: ["metadata", objectMeta],
  2: ["spec", message("TokenReviewSpec", { 1: ["token", "string"], 2: ["audiences", "string", "repeated"] })],
});
