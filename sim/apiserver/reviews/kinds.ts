import type { Kind } from "../../store/kinds.ts";

const authentication = "authentication.k8s.io";
const authorization = "authorization.k8s.io";

/** Kinds that are only asked with: what is created of them is answered and not kept. */
export const reviewKinds: readonly Kind[] = [
  review(authentication, "SelfSubjectReview"),
  review(authentication, "TokenReview"),
  review(authorization, "LocalSubjectAccessReview", true),
  review(authorization, "SelfSubjectAccessReview"),
  review(authorization, "SelfSubjectRulesReview"),
  review(authorization, "SubjectAccessReview"),
];

function review(group: string, kind: string, namespaced = false): Kind {
  const singular = kind.toLowerCase();
  return {
    group,
    version: "v1",
    kind,
    plural: `${singular}s`,
    singular,
    namespaced,
    shortNames: [],
    categories: [],
  };
}
