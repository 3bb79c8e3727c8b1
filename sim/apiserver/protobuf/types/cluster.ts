/** What the cluster is set up with: admissionregistration, coordination, scheduling and storage. */
export const clusterTypes = `
AuditAnnotation
  1 key, 2 valueExpression
ExpressionWarning
  2 fieldRef, 3 warning
MatchCondition
  1 name, 2 expression
MatchResources
  1 namespaceSelector LabelSelector*, 2 objectSelector LabelSelector*,
  3 resourceRules NamedRuleWithOperations[], 4 excludeResourceRules NamedRuleWithOperations[],
  7 matchPolicy text*
MutatingWebhook
  1 name, 2 clientConfig WebhookClientConfig*, 3 rules RuleWithOperations[], 4 failurePolicy text*,
  5 namespaceSelector LabelSelector*, 6 sideEffects text*, 7 timeoutSeconds int*,
  8 admissionReviewVersions[], 9 matchPolicy text*, 10 reinvocationPolicy text*,
  11 objectSelector LabelSelector*, 12 matchConditions MatchCondition[]
MutatingWebhookConfiguration
  1 metadata ObjectMeta, 2 webhooks MutatingWebhook[]
NamedRuleWithOperations
  1 resourceNames[], 2 - RuleWithOperations
ParamKind
  1 apiVersion, 2 kind
ParamRef
  1 name, 2 namespace, 3 selector LabelSelector*, 4 parameterNotFoundAction text*
Rule
  1 apiGroups[], 2 apiVersions[], 3 resources[], 4 scope text*
RuleWithOperations
  1 operations[], 2 - Rule
ServiceReference
  1 namespace, 2 name, 3 path text*, 4 port int*
TypeChecking
  1 expressionWarnings ExpressionWarning[]
ValidatingAdmissionPolicy
  1 metadata ObjectMeta, 2 spec ValidatingAdmissionPolicySpec, 3 status ValidatingAdmissionPolicyStatus
ValidatingAdmissionPolicyBinding
  1 metadata ObjectMeta, 2 spec ValidatingAdmissionPolicyBindingSpec
ValidatingAdmissionPolicyBindingSpec
  1 policyName, 2 paramRef ParamRef*, 3 matchResources MatchResources*, 4 validationActions[]
ValidatingAdmissionPolicySpec
  1 paramKind ParamKind*, 2 matchConstraints MatchResources*, 3 validations Validation[],
  4 failurePolicy text*, 5 auditAnnotations AuditAnnotation[], 6 matchConditions MatchCondition[],
  7 variables Variable[]
ValidatingAdmissionPolicyStatus
  1 observedGeneration int, 2 typeChecking TypeChecking*, 3 conditions Condition[]
ValidatingWebhook
  1 name, 2 clientConfig WebhookClientConfig*, 3 rules RuleWithOperations[], 4 failurePolicy text*,
  5 namespaceSelector LabelSelector*, 6 sideEffects text*, 7 timeoutSeconds int*,
  8 admissionReviewVersions[], 9 matchPolicy text*, 10 objectSelector LabelSelector*,
  11 matchConditions MatchCondition[]
ValidatingWebhookConfiguration
  1 metadata ObjectMeta, 2 webhooks ValidatingWebhook[]
Validation
  1 expression, 2 message, 3 reason text*, 4 messageExpression
Variable
  1 name, 2 expression
WebhookClientConfig
  1 service ServiceReference*, 2 caBundle bytes, 3 url text*
Lease
  1 metadata ObjectMeta, 2 spec LeaseSpec
LeaseSpec
  1 holderIdentity text*, 2 leaseDurationSeconds int*, 3 acquireTime microTime*, 4 renewTime microTime*,
  5 leaseTransitions int*, 6 strategy text*, 7 preferredHolder text*
PriorityClass
  1 metadata ObjectMeta, 2 value int*, 3 globalDefault bool, 4 description, 5 preemptionPolicy text*
StorageClass
  1 metadata ObjectMeta, 2 provisioner, 3 parameters map, 4 reclaimPolicy text*, 5 mountOptions[],
  6 allowVolumeExpansion bool*, 7 volumeBindingMode text*, 8 allowedTopologies TopologySelectorTerm[]
`;
