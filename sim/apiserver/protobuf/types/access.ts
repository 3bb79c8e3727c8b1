/** Who may do what: rbac, authentication, authorization and certificates. */
export const accessTypes = `
AggregationRule
  1 clusterRoleSelectors LabelSelector[]
ClusterRole
  1 metadata ObjectMeta, 2 rules PolicyRule[], 3 aggregationRule AggregationRule*
ClusterRoleBinding
  1 metadata ObjectMeta, 2 subjects Subject[], 3 roleRef RoleRef*
PolicyRule
  1 verbs[], 2 apiGroups[], 3 resources[], 4 resourceNames[], 5 nonResourceURLs[]
Role
  1 metadata ObjectMeta, 2 rules PolicyRule[]
RoleBinding
  1 metadata ObjectMeta, 2 subjects Subject[], 3 roleRef RoleRef*
RoleRef
  1 apiGroup, 2 kind, 3 name
Subject
  1 kind, 2 apiGroup, 3 name, 4 namespace
BoundObjectReference
  1 kind, 2 apiVersion, 3 name, 4 uid
SelfSubjectReview
  1 metadata ObjectMeta, 2 status SelfSubjectReviewStatus
SelfSubjectReviewStatus
  1 userInfo UserInfo
TokenRequest
  1 metadata ObjectMeta, 2 spec TokenRequestSpec*, 3 status TokenRequestStatus
TokenRequestSpec
  1 audiences[], 3 boundObjectRef BoundObjectReference*, 4 expirationSeconds int*, 5 attestations map
TokenRequestStatus
  1 token, 2 expirationTimestamp time
TokenReview
  1 metadata ObjectMeta, 2 spec TokenReviewSpec*, 3 status TokenReviewStatus
TokenReviewSpec
  1 token, 2 audiences[]
TokenReviewStatus
  1 authenticated bool, 2 user UserInfo, 3 error, 4 audiences[]
UserInfo
  1 username, 2 uid, 3 groups[]
FieldSelectorAttributes
  1 rawSelector, 2 requirements FieldSelectorRequirement[]
LabelSelectorAttributes
  1 rawSelector, 2 requirements LabelSelectorRequirement[]
LocalSubjectAccessReview
  1 metadata ObjectMeta, 2 spec SubjectAccessReviewSpec*, 3 status SubjectAccessReviewStatus
NonResourceAttributes
  1 path, 2 verb
NonResourceRule
  1 verbs[], 2 nonResourceURLs[]
ResourceAttributes
  1 namespace, 2 verb, 3 group, 4 version, 5 resource, 6 subresource, 7 name,
  8 fieldSelector FieldSelectorAttributes*, 9 labelSelector LabelSelectorAttributes*
ResourceRule
  1 verbs[], 2 apiGroups[], 3 resources[], 4 resourceNames[]
SelfSubjectAccessReview
  1 metadata ObjectMeta, 2 spec SelfSubjectAccessReviewSpec*, 3 status SubjectAccessReviewStatus
SelfSubjectAccessReviewSpec
  1 resourceAttributes ResourceAttributes*, 2 nonResourceAttributes NonResourceAttributes*
SelfSubjectRulesReview
  1 metadata ObjectMeta, 2 spec SelfSubjectRulesReviewSpec*, 3 status SubjectRulesReviewStatus
SelfSubjectRulesReviewSpec
  1 namespace
SubjectAccessReview
  1 metadata ObjectMeta, 2 spec SubjectAccessReviewSpec*, 3 status SubjectAccessReviewStatus
SubjectAccessReviewSpec
  1 resourceAttributes ResourceAttributes*, 2 nonResourceAttributes NonResourceAttributes*, 3 user,
  4 groups[], 6 uid
SubjectAccessReviewStatus
  1 allowed bool*, 2 reason, 3 evaluationError, 4 denied bool
SubjectRulesReviewStatus
  1 resourceRules ResourceRule[], 2 nonResourceRules NonResourceRule[], 3 incomplete bool*,
  4 evaluationError
CertificateSigningRequest
  1 metadata ObjectMeta, 2 spec CertificateSigningRequestSpec*, 3 status CertificateSigningRequestStatus
CertificateSigningRequestCondition
  1 type, 2 reason, 3 message, 4 lastUpdateTime time, 5 lastTransitionTime time, 6 status
CertificateSigningRequestSpec
  1 request bytes, 2 username, 3 uid, 4 groups[], 5 usages[], 7 signerName, 8 expirationSeconds int*
CertificateSigningRequestStatus
  1 conditions CertificateSigningRequestCondition[], 2 certificate bytes
`;
