/** Workloads and their budgets: apps/v1, batch/v1, autoscaling/v1 and policy/v1. */
export const workloadTypes = `
ControllerRevision
  1 metadata ObjectMeta, 2 data raw*, 3 revision int*
DaemonSet
  1 metadata ObjectMeta, 2 spec DaemonSetSpec, 3 status DaemonSetStatus
DaemonSetCondition
  1 type, 2 status, 3 lastTransitionTime time, 4 reason, 5 message
DaemonSetSpec
  1 selector LabelSelector*, 2 template PodTemplateSpec*, 3 updateStrategy DaemonSetUpdateStrategy,
  4 minReadySeconds int, 6 revisionHistoryLimit int*
DaemonSetStatus
  1 currentNumberScheduled int*, 2 numberMisscheduled int*, 3 desiredNumberScheduled int*,
  4 numberReady int*, 5 observedGeneration int, 6 updatedNumberScheduled int, 7 numberAvailable int,
  8 numberUnavailable int, 9 collisionCount int*, 10 conditions DaemonSetCondition[]
DaemonSetUpdateStrategy
  1 type, 2 rollingUpdate RollingUpdateDaemonSet*
Deployment
  1 metadata ObjectMeta, 2 spec DeploymentSpec, 3 status DeploymentStatus
DeploymentCondition
  1 type, 2 status, 4 reason, 5 message, 6 lastUpdateTime time, 7 lastTransitionTime time
DeploymentSpec
  1 replicas int*, 2 selector LabelSelector*, 3 template PodTemplateSpec*, 4 strategy DeploymentStrategy,
  5 minReadySeconds int, 6 revisionHistoryLimit int*, 7 paused bool, 9 progressDeadlineSeconds int*
DeploymentStatus
  1 observedGeneration int, 2 replicas int, 3 updatedReplicas int, 4 availableReplicas int,
  5 unavailableReplicas int, 6 conditions DeploymentCondition[], 7 readyReplicas int, 8 collisionCount int*,
  9 terminatingReplicas int*
DeploymentStrategy
  1 type, 2 rollingUpdate RollingUpdateDeployment*
ReplicaSet
  1 metadata ObjectMeta, 2 spec ReplicaSetSpec, 3 status ReplicaSetStatus
ReplicaSetCondition
  1 type, 2 status, 3 lastTransitionTime time, 4 reason, 5 message
ReplicaSetSpec
  1 replicas int*, 2 selector LabelSelector*, 3 template PodTemplateSpec, 4 minReadySeconds int
ReplicaSetStatus
  1 replicas int*, 2 fullyLabeledReplicas int, 3 observedGeneration int, 4 readyReplicas int,
  5 availableReplicas int, 6 conditions ReplicaSetCondition[], 7 terminatingReplicas int*
RollingUpdateDaemonSet
  1 maxUnavailable intOrString*, 2 maxSurge intOrString*
RollingUpdateDeployment
  1 maxUnavailable intOrString*, 2 maxSurge intOrString*
RollingUpdateStatefulSetStrategy
  1 partition int*, 2 maxUnavailable intOrString*
StatefulSet
  1 metadata ObjectMeta, 2 spec StatefulSetSpec, 3 status StatefulSetStatus
StatefulSetCondition
  1 type, 2 status, 3 lastTransitionTime time, 4 reason, 5 message
StatefulSetOrdinals
  1 start int*
StatefulSetPersistentVolumeClaimRetentionPolicy
  1 whenDeleted, 2 whenScaled
StatefulSetSpec
  1 replicas int*, 2 selector LabelSelector*, 3 template PodTemplateSpec*,
  4 volumeClaimTemplates PersistentVolumeClaim[], 5 serviceName, 6 podManagementPolicy,
  7 updateStrategy StatefulSetUpdateStrategy, 8 revisionHistoryLimit int*, 9 minReadySeconds int,
  10 persistentVolumeClaimRetentionPolicy StatefulSetPersistentVolumeClaimRetentionPolicy*,
  11 ordinals StatefulSetOrdinals*
StatefulSetStatus
  1 observedGeneration int, 2 replicas int*, 3 readyReplicas int, 4 currentReplicas int,
  5 updatedReplicas int, 6 currentRevision, 7 updateRevision, 9 collisionCount int*,
  10 conditions StatefulSetCondition[], 11 availableReplicas int*
StatefulSetUpdateStrategy
  1 type, 2 rollingUpdate RollingUpdateStatefulSetStrategy*
CronJob
  1 metadata ObjectMeta, 2 spec CronJobSpec, 3 status CronJobStatus
CronJobSpec
  1 schedule, 2 startingDeadlineSeconds int*, 3 concurrencyPolicy, 4 suspend bool*,
  5 jobTemplate JobTemplateSpec*, 6 successfulJobsHistoryLimit int*, 7 failedJobsHistoryLimit int*,
  8 timeZone text*
CronJobStatus
  1 active ObjectReference[], 4 lastScheduleTime time*, 5 lastSuccessfulTime time*
Job
  1 metadata ObjectMeta, 2 spec JobSpec, 3 status JobStatus
JobCondition
  1 type, 2 status, 3 lastProbeTime time, 4 lastTransitionTime time, 5 reason, 6 message
JobSchedulingConfiguration

JobSpec
  1 parallelism int*, 2 completions int*, 3 activeDeadlineSeconds int*, 4 selector LabelSelector*,
  5 manualSelector bool*, 6 template PodTemplateSpec*, 7 backoffLimit int*, 8 ttlSecondsAfterFinished int*,
  9 completionMode text*, 10 suspend bool*, 11 podFailurePolicy PodFailurePolicy*,
  12 backoffLimitPerIndex int*, 13 maxFailedIndexes int*, 14 podReplacementPolicy text*, 15 managedBy text*,
  16 successPolicy SuccessPolicy*, 17 scheduling JobSchedulingConfiguration*
JobStatus
  1 conditions JobCondition[], 2 startTime time*, 3 completionTime time*, 4 active int, 5 succeeded int,
  6 failed int, 7 completedIndexes, 8 uncountedTerminatedPods UncountedTerminatedPods*, 9 ready int*,
  10 failedIndexes text*, 11 terminating int*
JobTemplateSpec
  1 metadata ObjectMeta, 2 spec JobSpec
PodFailurePolicy
  1 rules PodFailurePolicyRule[]
PodFailurePolicyOnExitCodesRequirement
  1 containerName text*, 2 operator, 3 values int[]
PodFailurePolicyOnPodConditionsPattern
  1 type, 2 status
PodFailurePolicyRule
  1 action, 2 onExitCodes PodFailurePolicyOnExitCodesRequirement*,
  3 onPodConditions PodFailurePolicyOnPodConditionsPattern[]
SuccessPolicy
  1 rules SuccessPolicyRule[]
SuccessPolicyRule
  1 succeededIndexes text*, 2 succeededCount int*
UncountedTerminatedPods
  1 succeeded[], 2 failed[]
Scale
  1 metadata ObjectMeta, 2 spec ScaleSpec, 3 status ScaleStatus
ScaleSpec
  1 replicas int
ScaleStatus
  1 replicas int*, 2 selector
Eviction
  1 metadata ObjectMeta, 2 deleteOptions DeleteOptions*
PodDisruptionBudget
  1 metadata ObjectMeta, 2 spec PodDisruptionBudgetSpec, 3 status PodDisruptionBudgetStatus
PodDisruptionBudgetSpec
  1 minAvailable intOrString*, 2 selector LabelSelector*, 3 maxUnavailable intOrString*,
  4 unhealthyPodEvictionPolicy text*
PodDisruptionBudgetStatus
  1 observedGeneration int, 3 disruptionsAllowed int*, 4 currentHealthy int*, 5 desiredHealthy int*,
  6 expectedPods int*, 7 conditions Condition[]
`;
