import type { KubeVirtVersion } from "../../model/components.ts";
import { startAdmission } from "../admission/start.ts";
import type { ContainerRuntime } from "../container-runtime.ts";
import type { Hypervisors } from "../hypervisors.ts";
import type { Machines } from "../machines.ts";
import { componentOf, podKind } from "../objects/pod.ts";
import type { PodNetwork } from "../pod-network.ts";
import { startCloudNodeController } from "./cloud-node.ts";
import type { ControllerContext } from "./context.ts";
import { startDaemonSetController } from "./daemon-set.ts";
import { startDeploymentController } from "./deployment.ts";
import { startDisruptionController } from "./disruption.ts";
import { startEndpointSliceController } from "./endpoint-slices.ts";
import { startEndpointsController } from "./endpoints.ts";
import { startEvacuationController } from "./evacuation.ts";
import { startEventExpiry } from "./event-expiry.ts";
import { startGarbageCollector } from "./garbage-collector.ts";
import { startInstanceBudgetController } from "./instance-budget.ts";
import { startComponentKubelet } from "./kubelet.ts";
import { startLauncherKubelet } from "./launcher-kubelet.ts";
import { startUpgradeController } from "./kubevirt-upgrade.ts";
import { startMigrationController } from "./migration.ts";
import { startMigrationHandlers } from "./migration-handlers.ts";
import { startMonitoringController } from "./monitoring.ts";
import { startNamespaceController } from "./namespace.ts";
import { startNodeHeartbeats } from "./node-heartbeat.ts";
import { startNodeLifecycleController } from "./node-lifecycle.ts";
import { startPauseReports } from "./pause-report.ts";
import { startPodCollector } from "./pod-collector.ts";
import { startReplicaSetController } from "./replica-set.ts";
import { startScheduler } from "./scheduler.ts";
import { startTaintEvictionController } from "./taint-eviction.ts";
import { startVirtualMachineInstanceController } from "./virtual-machine-instance.ts";
import { startVirtualMachineController } from "./virtual-machine.ts";
import { startVolumeBinder } from "./volume-binder.ts";
import { launcherImageOf, startWorkloadUpdater } from "./workload-updater.ts";

/** All that controllers work with: the API's objects, and the machines, guests and processes behind them. */
export interface World extends ControllerContext {
  readonly version: KubeVirtVersion;
  readonly hypervisors: Hypervisors;
  readonly machines: Machines;
  readonly network: PodNetwork;
  readonly runtime: ContainerRuntime;
}

/** Starts what turns objects into objects, from the beginning of history on. */
export function startControllers(world: World): void {
  const { version, hypervisors, machines, network } = world;
  const launcherImage = () => launcherImageOf(world.store, version);
  startAdmission(world.store);
  startNamespaceController(world);
  startVolumeBinder(world);
  startEventExpiry(world);
  startEndpointsController(world, { triggerTimes: version !== "legacy" });
  startEndpointSliceController(world);
  startNodeHeartbeats(world, machines);
  startNodeLifecycleController(world, machines);
  startCloudNodeController(world, machines);
  startTaintEvictionController(world);
  startPodCollector(world);
  startScheduler(world);
  startLauncherKubelet(world, network, machines, (pod) => componentOf(pod) !== undefined);
  startVirtualMachineController(world);
  startVirtualMachineInstanceController(world, {
    hypervisors,
    machines,
    launcherImage,
  });
  startInstanceBudgetController(world);
  startMigrationController(world, launcherImage);
  startMigrationHandlers(world, { hypervisors, machines });
  startPauseReports(world, hypervisors);
  startEvacuationController(world);
  startDisruptionController(world);
  startWorkloadUpdater(world, launcherImage);
  startMonitoringController(world, version);
  startUpgradeController(world);
  startGarbageCollector(world);
  world.store.watch(podKind, ({ type, object }) => {
    if (type === "DELETED") network.release(object.metadata.uid);
  });
}

/** Rolls the system components out: from here on their pods are made, and have processes. */
export function rollOutComponents(world: World): void {
  startComponentKubelet(world, world.runtime, world.network, world.machines);
  startDeploymentController(world);
  startReplicaSetController(world);
  startDaemonSetController(world);
}
