/** The rest of core/v1. */
export const coreTypes = `
AttachedVolume
  1 name, 2 devicePath
ClientIPConfig
  1 timeoutSeconds int*
ConfigMap
  1 metadata ObjectMeta, 2 data map, 3 binaryData bytesMap, 4 immutable bool*
ConfigMapNodeConfigSource
  1 namespace, 2 name, 3 uid, 4 resourceVersion, 5 kubeletConfigKey
ContainerImage
  1 names[], 2 sizeBytes int
DaemonEndpoint
  1 Port int*
EndpointAddress
  1 ip, 2 targetRef ObjectReference*, 3 hostname, 4 nodeName text*
EndpointPort
  1 name, 2 port int*, 3 protocol, 4 appProtocol text*
EndpointSubset
  1 addresses EndpointAddress[], 2 notReadyAddresses EndpointAddress[], 3 ports EndpointPort[]
Endpoints
  1 metadata ObjectMeta, 2 subsets EndpointSubset[]
Event
  1 metadata ObjectMeta*, 2 involvedObject ObjectReference*, 3 reason, 4 message, 5 source EventSource,
  6 firstTimestamp time, 7 lastTimestamp time, 8 count int, 9 type, 10 eventTime microTime,
  11 series EventSeries*, 12 action, 13 related ObjectReference*, 14 reportingComponent,
  15 reportingInstance
EventSeries
  1 count int, 2 lastObservedTime microTime
EventSource
  1 component, 2 host
LimitRange
  1 metadata ObjectMeta, 2 spec LimitRangeSpec
LimitRangeItem
  1 type, 2 max quantityMap, 3 min quantityMap, 4 default quantityMap, 5 defaultRequest quantityMap,
  6 maxLimitRequestRatio quantityMap
LimitRangeSpec
  1 limits LimitRangeItem[]
LoadBalancerIngress
  1 ip, 2 hostname, 3 ipMode text*, 4 ports PortStatus[]
LoadBalancerStatus
  1 ingress LoadBalancerIngress[]
ModifyVolumeStatus
  1 targetVolumeAttributesClassName, 2 status
Namespace
  1 metadata ObjectMeta, 2 spec NamespaceSpec, 3 status NamespaceStatus
NamespaceCondition
  1 type, 2 status, 4 lastTransitionTime time, 5 reason, 6 message
NamespaceSpec
  1 finalizers[]
NamespaceStatus
  1 phase, 2 conditions NamespaceCondition[]
Node
  1 metadata ObjectMeta, 2 spec NodeSpec, 3 status NodeStatus
NodeAddress
  1 type, 2 address
NodeCondition
  1 type, 2 status, 3 lastHeartbeatTime time, 4 lastTransitionTime time, 5 reason, 6 message
NodeConfigSource
  2 configMap ConfigMapNodeConfigSource*
NodeConfigStatus
  1 assigned NodeConfigSource*, 2 active NodeConfigSource*, 3 lastKnownGood NodeConfigSource*, 4 error
NodeDaemonEndpoints
  1 kubeletEndpoint DaemonEndpoint
NodeFeatures
  1 supplementalGroupsPolicy bool*
NodePodPreemptionPolicy
  1 disableResizePreemption[]
NodeRuntimeHandler
  1 name, 2 features NodeRuntimeHandlerFeatures*
NodeRuntimeHandlerFeatures
  1 recursiveReadOnlyMounts bool*, 2 userNamespaces bool*
NodeSpec
  1 podCIDR, 2 externalID, 3 providerID, 4 unschedulable bool, 5 taints Taint[],
  6 configSource NodeConfigSource*, 7 podCIDRs[], 8 podPreemptionPolicy NodePodPreemptionPolicy*
NodeStatus
  1 capacity quantityMap, 2 allocatable quantityMap, 3 phase, 4 conditions NodeCondition[],
  5 addresses NodeAddress[], 6 daemonEndpoints NodeDaemonEndpoints, 7 nodeInfo NodeSystemInfo,
  8 images ContainerImage[], 9 volumesInUse[], 10 volumesAttached AttachedVolume[],
  11 config NodeConfigStatus*, 12 runtimeHandlers NodeRuntimeHandler[], 13 features NodeFeatures*,
  14 declaredFeatures[]
NodeSwapStatus
  1 capacity int*
NodeSystemInfo
  1 machineID, 2 systemUUID, 3 bootID, 4 kernelVersion, 5 osImage, 6 containerRuntimeVersion,
  7 kubeletVersion, 8 kubeProxyVersion, 9 operatingSystem, 10 architecture, 11 swap NodeSwapStatus*,
  12 runningInUserNamespace bool*
PersistentVolume
  1 metadata ObjectMeta, 2 spec PersistentVolumeSpec, 3 status PersistentVolumeStatus
PersistentVolumeClaim
  1 metadata ObjectMeta, 2 spec PersistentVolumeClaimSpec, 3 status PersistentVolumeClaimStatus
PersistentVolumeClaimCondition
  1 type, 2 status, 3 lastProbeTime time, 4 lastTransitionTime time, 5 reason, 6 message
PersistentVolumeClaimStatus
  1 phase, 2 accessModes[], 3 capacity quantityMap, 4 conditions PersistentVolumeClaimCondition[],
  5 allocatedResources quantityMap, 7 allocatedResourceStatuses map,
  8 currentVolumeAttributesClassName text*, 9 modifyVolumeStatus ModifyVolumeStatus*,
  10 healthStatus VolumeHealthStatus*
PersistentVolumeSpec
  1 capacity quantityMap, 2 - PersistentVolumeSource, 3 accessModes[], 4 claimRef ObjectReference*,
  5 persistentVolumeReclaimPolicy, 6 storageClassName, 7 mountOptions[], 8 volumeMode text*,
  9 nodeAffinity VolumeNodeAffinity*, 10 volumeAttributesClassName text*
PersistentVolumeStatus
  1 phase, 2 message, 3 reason, 4 lastPhaseTransitionTime time*
PortStatus
  1 port int*, 2 protocol, 3 error text*
ResourceQuota
  1 metadata ObjectMeta, 2 spec ResourceQuotaSpec, 3 status ResourceQuotaStatus
ResourceQuotaSpec
  1 hard quantityMap, 2 scopes[], 3 scopeSelector ScopeSelector*
ResourceQuotaStatus
  1 hard quantityMap, 2 used quantityMap
ScopeSelector
  1 matchExpressions ScopedResourceSelectorRequirement[]
ScopedResourceSelectorRequirement
  1 scopeName, 2 operator, 3 values[]
Secret
  1 metadata ObjectMeta, 2 data bytesMap, 3 type, 4 stringData map, 5 immutable bool*
Service
  1 metadata ObjectMeta, 2 spec ServiceSpec, 3 status ServiceStatus
ServiceAccount
  1 metadata ObjectMeta, 2 secrets ObjectReference[], 3 imagePullSecrets LocalObjectReference[],
  4 automountServiceAccountToken bool*
ServicePort
  1 name, 2 protocol, 3 port int*, 4 targetPort intOrString, 5 nodePort int, 6 appProtocol text*
ServiceSpec
  1 ports ServicePort[], 2 selector map, 3 clusterIP, 4 type, 5 externalIPs[], 7 sessionAffinity,
  8 loadBalancerIP, 9 loadBalancerSourceRanges[], 10 externalName, 11 externalTrafficPolicy,
  12 healthCheckNodePort int, 13 publishNotReadyAddresses bool,
  14 sessionAffinityConfig SessionAffinityConfig*, 17 ipFamilyPolicy text*, 18 clusterIPs[],
  19 ipFamilies[], 20 allocateLoadBalancerNodePorts bool*, 21 loadBalancerClass text*,
  22 internalTrafficPolicy text*, 23 trafficDistribution text*
ServiceStatus
  1 loadBalancer LoadBalancerStatus, 2 conditions Condition[]
SessionAffinityConfig
  1 clientIP ClientIPConfig*
Taint
  1 key, 2 value, 3 effect, 4 timeAdded time*
TopologySelectorLabelRequirement
  1 key, 2 values[]
TopologySelectorTerm
  1 matchLabelExpressions TopologySelectorLabelRequirement[]
VolumeHealthStatus
  1 healthConditions VolumeHealthCondition[], 2 lastTransitionTime time
VolumeNodeAffinity
  1 required NodeSelector*
`;
