import type { Domain } from "../../model/domain.ts";
import { isBeingDeleted } from "../object.ts";
import { podIsFinished, podKind, type Pod } from "../objects/pod.ts";
import {
  isFinal,
  virtualMachineInstanceKind,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import type { InstanceSteps } from "./instance-steps.ts";
import { finishLauncher } from "./launcher-kubelet.ts";
import { currentPodOf, launcherPodsOf } from "./launcher-pods.ts";
import type { InstanceControllerOptions } from "./instance-controller-options.ts";

const finalizers: ReadonlySet<string> = new Set([
  "foregroundDeleteVirtualMachine",
  "kubevirt.io/virtualMachineControllerFinalize",
]);
/** What a launcher gets to go, once its guest is off. */
const launcherGraceSeconds = 30;

/** The second half of a VMI's life: shutdown, Succeeded or Failed, its pods gone, itself gone. */
export class InstanceEnd {
  readonly #steps: InstanceSteps;
  readonly #options: InstanceControllerOptions;

  constructor(steps: InstanceSteps, options: InstanceControllerOptions) {
    this.#steps = steps;
    this.#options = options;
  }

  /** The VMI is being deleted: its guest is asked to shut down, and all that belongs to it goes. */
  begin(vmi: VirtualMachineInstance): void {
    const nodeName = this.#options.hypervisors.get(vmi.metadata.uid)?.nodeName;
    if (nodeName === undefined) {
      return this.#deletePods(isFinal(vmi) ? vmi : this.#steps.enter(vmi, "Failed"));
    }
    this.#steps.withHandler(vmi, nodeName, (present) => {
      this.#steps.say(present, "ShuttingDown", "Signaled Graceful Shutdown", nodeName);
      this.#steps.after(present, "shutDown", (later) =>
        this.#stopGuest(later, nodeName, (ended) => this.#deletePods(ended)),
      );
    });
  }

  /** The launcher pod is being deleted under a running guest: by an eviction, by a user, by its node's loss. */
  podEnding(vmi: VirtualMachineInstance, pod: Pod): void {
    if (isBeingDeleted(vmi) || this.#options.machines.isLost(pod.spec.nodeName)) return;
    const domain = this.#options.hypervisors.get(vmi.metadata.uid);
    if (domain !== undefined && domain.nodeName === pod.spec.nodeName) {
      this.#steps.after(vmi, "shutDown", (present) => {
        this.#stopGuest(present, domain.nodeName);
        finishLauncher(this.#steps.context, pod);
      });
      return;
    }
    if (!isFinal(vmi) && domain === undefined) this.#steps.enter(vmi, "Failed");
    finishLauncher(this.#steps.context, pod);
  }

  /** The guest panicked: its hypervisor ends it, and the VMI has failed. */
  guestPanicked({ uid, namespace, name, nodeName }: Domain): void {
    const { hypervisors } = this.#options;
    const vmi = this.#steps.context.store.get(virtualMachineInstanceKind, namespace, name);
    if (vmi?.metadata.uid !== uid || hypervisors.get(uid) === undefined) return;
    hypervisors.remove(uid);
    this.#steps.withHandler(vmi, nodeName, (present) => {
      if (isFinal(present)) return;
      const pod = currentPodOf(this.#steps.context.store, present);
      this.#steps.enter(present, "Failed");
      if (pod !== undefined) finishLauncher(this.#steps.context, pod);
    });
  }

  /** The virt-handler of a machine that is back finds no domain where the VMI says there is one. */
  guestLost(vmi: VirtualMachineInstance, nodeName: string): void {
    this.#steps.withHandler(vmi, nodeName, (present) => {
      const { hypervisors } = this.#options;
      if (!isFinal(present) && hypervisors.get(present.metadata.uid) === undefined)
        this.#steps.enter(present, "Failed");
    });
  }

  podGone(vmi: VirtualMachineInstance, pod: Pod): void {
    const { store } = this.#steps.context;
    const domain = this.#options.hypervisors.get(vmi.metadata.uid);
    if (domain?.nodeName === pod.spec.nodeName) this.#options.hypervisors.remove(vmi.metadata.uid);
    const pods = launcherPodsOf(store, vmi);
    const itsOwn = vmi.status.nodeName === undefined || vmi.status.nodeName === pod.spec.nodeName;
    const lost = itsOwn && !isFinal(vmi) && pods.every(podIsFinished);
    const ended = lost ? this.#steps.enter(vmi, "Failed") : vmi;
    if (isBeingDeleted(ended) && pods.length === 0) this.#finish(ended);
  }

  /** The guest is off; `then` goes on with the VMI when its virt-handler has said so. */
  #stopGuest(
    vmi: VirtualMachineInstance,
    nodeName: string,
    then: (ended: VirtualMachineInstance) => void = () => undefined,
  ): void {
    const domain = this.#options.hypervisors.get(vmi.metadata.uid);
    this.#options.hypervisors.remove(vmi.metadata.uid);
    if (isFinal(vmi)) return then(vmi);
    this.#steps.withHandler(vmi, nodeName, (present) => {
      const phase = domain === undefined ? "Failed" : "Succeeded";
      then(isFinal(present) ? present : this.#steps.enter(present, phase));
    });
  }

  #deletePods(vmi: VirtualMachineInstance): void {
    const { store } = this.#steps.context;
    const pods = launcherPodsOf(store, vmi);
    if (pods.length === 0) return this.#finish(vmi);
    for (const pod of pods) {
      if (this.#options.machines.isLost(pod.spec.nodeName)) continue;
      finishLauncher(this.#steps.context, pod);
      if (isBeingDeleted(pod)) continue;
      const { namespace, name } = pod.metadata;
      this.#steps.say(vmi, "SuccessfulDelete", `Deleted virtual machine pod ${name}`);
      store.delete(podKind, namespace, name, launcherGraceSeconds);
    }
  }

  #finish(vmi: VirtualMachineInstance): void {
    const { store } = this.#steps.context;
    store.modify<VirtualMachineInstance>(virtualMachineInstanceKind, vmi, (present) => {
      const kept = (present.metadata.finalizers ?? []).filter((name) => !finalizers.has(name));
      return { ...present, metadata: { ...present.metadata, finalizers: kept } };
    });
  }
}
