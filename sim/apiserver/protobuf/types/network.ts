/** networking.k8s.io/v1 and discovery.k8s.io/v1. */
export const networkTypes = `
HTTPIngressPath
  1 path, 2 backend IngressBackend*, 3 pathType text*
HTTPIngressRuleValue
  1 paths HTTPIngressPath[]
IPBlock
  1 cidr, 2 except[]
Ingress
  1 metadata ObjectMeta, 2 spec IngressSpec, 3 status IngressStatus
IngressBackend
  3 resource TypedLocalObjectReference*, 4 service IngressServiceBackend*
IngressLoadBalancerIngress
  1 ip, 2 hostname, 4 ports IngressPortStatus[]
IngressLoadBalancerStatus
  1 ingress IngressLoadBalancerIngress[]
IngressPortStatus
  1 port int*, 2 protocol, 3 error text*
IngressRule
  1 host, 2 - IngressRuleValue
IngressRuleValue
  1 http HTTPIngressRuleValue*
IngressServiceBackend
  1 name, 2 port ServiceBackendPort
IngressSpec
  1 defaultBackend IngressBackend*, 2 tls IngressTLS[], 3 rules IngressRule[], 4 ingressClassName text*
IngressStatus
  1 loadBalancer IngressLoadBalancerStatus
IngressTLS
  1 hosts[], 2 secretName
NetworkPolicy
  1 metadata ObjectMeta, 2 spec NetworkPolicySpec
NetworkPolicyEgressRule
  1 ports NetworkPolicyPort[], 2 to NetworkPolicyPeer[]
NetworkPolicyIngressRule
  1 ports NetworkPolicyPort[], 2 from NetworkPolicyPeer[]
NetworkPolicyPeer
  1 podSelector LabelSelector*, 2 namespaceSelector LabelSelector*, 3 ipBlock IPBlock*
NetworkPolicyPort
  1 protocol text*, 2 port intOrString*, 3 endPort int*
NetworkPolicySpec
  1 podSelector LabelSelector*, 2 ingress NetworkPolicyIngressRule[], 3 egress NetworkPolicyEgressRule[],
  4 policyTypes[]
ServiceBackendPort
  1 name, 2 number int
Endpoint
  1 addresses[], 2 conditions EndpointConditions, 3 hostname text*, 4 targetRef ObjectReference*,
  5 deprecatedTopology map, 6 nodeName text*, 7 zone text*, 8 hints EndpointHints*
EndpointConditions
  1 ready bool*, 2 serving bool*, 3 terminating bool*
EndpointHints
  1 forZones ForZone[], 2 forNodes ForNode[]
EndpointSlice
  1 metadata ObjectMeta, 2 endpoints Endpoint[], 3 ports EndpointSlicePort[], 4 addressType
EndpointSlicePort
  1 name text*, 2 protocol text*, 3 port int*, 4 appProtocol text*
ForNode
  1 name
ForZone
  1 name
`;
