import type { KubeVirtVersion } from "../../model/components.ts";
import { nameSuffix } from "../../model/random.ts";
import { migrationRefusal } from "../actions/migrate.ts";
import { imageOf, versionOfImage } from "../bootstrap/component-pods.ts";
import { kubeVirtNamespace } from "../bootstrap/service-accounts.ts";
import { isBeingDeleted } from "../object.ts";
import { kubeVirtKind, kubeVirtOf } from "../objects/kubevirt.ts";
import { migrationKind, workloadUpdateAnnotation } from "../objects/migration.ts";
import {
  isFinal,
  outdatedLauncherLabel,
  virtualMachineInstanceKind,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import { deploymentKind } from "../objects/workloads.ts";
import type { Store } from "../store.ts";
import { componentWorks } from "./component-gate.ts";
import type { ControllerContext } from "./context.ts";
import { WorkQueue } from "./work-queue.ts";

const reactionSeconds = 1;
const roundSeconds = 60;
/** How many launchers are replaced per round, unless the KubeVirt object says otherwise. */
const defaultBatchSize = 10;

/** The image that virt-controller gives new launchers: of its own release. */
export function launcherImageOf(store: Store, fallback: KubeVirtVersion): string {
  const deployment = store.get(deploymentKind, kubeVirtNamespace, "virt-controller");
  const image = deployment?.spec.template.spec.containers[0]?.image ?? "";
  return imageOf("virt-launcher", versionOfImage(image) ?? fallback);
}

/**
 * Marks the VMIs whose launchers are of another release than new ones would be, counts them, and has them
 * migrated into new ones if the KubeVirt object wants that.
 */
export function startWorkloadUpdater(context: ControllerContext, launcherImage: () => string): void {
  const { store } = context;
  const queue = new WorkQueue(
    context.clock,
    () => {
      if (reconcile(context, launcherImage()) > 0) queue.add("launchers", roundSeconds);
    },
    reactionSeconds,
    () => componentWorks(context, "virt-controller"),
  );
  store.watch(deploymentKind, ({ object, previous }) => {
    if (object.metadata.name === "virt-controller" && object.spec.template !== previous?.spec.template)
      queue.add("launchers");
  });
}

/** Returns how many launchers are outdated. */
function reconcile(context: ControllerContext, image: string): number {
  const { store } = context;
  const running = store
    .list(virtualMachineInstanceKind)
    .filter((vmi) => vmi.status.launcherContainerImageVersion !== undefined && !isFinal(vmi));
  const outdated = running.filter((vmi) => vmi.status.launcherContainerImageVersion !== image);
  for (const vmi of running) mark(store, vmi, vmi.status.launcherContainerImageVersion !== image);
  const kubeVirt = kubeVirtOf(store);
  if (kubeVirt === undefined) return outdated.length;
  const status = { ...kubeVirt.status, outdatedVirtualMachineInstanceWorkloads: outdated.length };
  store.update(kubeVirtKind, { ...kubeVirt, status });
  const { workloadUpdateMethods = [], batchEvictionSize = defaultBatchSize } =
    kubeVirt.spec.workloadUpdateStrategy ?? {};
  if (workloadUpdateMethods.includes("LiveMigrate")) {
    const candidates = outdated.filter(
      (vmi) => !isBeingDeleted(vmi) && migrationRefusal(store, vmi) === undefined,
    );
    for (const vmi of candidates.slice(0, batchEvictionSize)) migrate(context, vmi);
  }
  return outdated.length;
}

function mark(store: Store, vmi: VirtualMachineInstance, outdated: boolean): void {
  const { [outdatedLauncherLabel]: marked, ...labels } = vmi.metadata.labels ?? {};
  if ((marked !== undefined) === outdated) return;
  const present = store.get(virtualMachineInstanceKind, vmi.metadata.namespace, vmi.metadata.name);
  if (present?.metadata.uid !== vmi.metadata.uid) return;
  const next = outdated ? { ...labels, [outdatedLauncherLabel]: "" } : labels;
  store.update(virtualMachineInstanceKind, { ...present, metadata: { ...present.metadata, labels: next } });
}

function migrate({ store, clock, seed }: ControllerContext, { metadata }: VirtualMachineInstance): void {
  const suffix = nameSuffix(5, seed, "workload update", metadata.uid, clock.now());
  store.create(migrationKind, {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachineInstanceMigration",
    metadata: {
      name: `kubevirt-workload-update-${suffix}`,
      generateName: "kubevirt-workload-update-",
      namespace: metadata.namespace ?? "",
      annotations: { [workloadUpdateAnnotation]: "" },
    },
    spec: { vmiName: metadata.name },
    status: {},
  });
}
