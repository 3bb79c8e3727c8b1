import { timestampAt } from "../../clock/clock.ts";
import { nameSuffix } from "../../model/random.ts";
import type { Hypervisors } from "../hypervisors.ts";
import { controllerOf } from "../object.ts";
import { withCondition } from "../objects/conditions.ts";
import { launcherPodDraft } from "../objects/launcher-pod.ts";
import { podIsReady, podKind, type Pod } from "../objects/pod.ts";
import {
  nodeNameLabel,
  virtualMachineInstanceKind,
  type InstancePhase,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import { after, keyedDelay, type ControllerContext } from "./context.ts";
import { domainOf, guestInformation } from "./guest-start.ts";
import { finishLauncher } from "./launcher-kubelet.ts";

/** What each step of a VMI's life takes, in seconds. */
const delays = {
  createPod: { low: 0.1, high: 0.4 },
  handOver: { low: 0.1, high: 0.5 },
  boot: { low: 0.8, high: 3.5 },
  reportRunning: { low: 0.1, high: 0.4 },
  agentConnects: { low: 12, high: 40 },
  shutDown: { low: 2, high: 12 },
} as const;

export interface InstanceControllerOptions {
  readonly launcherImage: string;
  readonly version: string;
}

/**
 * Leads each VMI through its phases: launcher pod, Scheduling, Scheduled, the guest's start, Running, and at
 * its deletion shutdown, Succeeded and away. It plays virt-controller's and virt-handler's part of it.
 */
export function startVirtualMachineInstanceController(
  context: ControllerContext,
  hypervisors: Hypervisors,
  options: InstanceControllerOptions,
): void {
  const life = new InstanceLife(context, hypervisors, options);
  context.store.subscribe(({ kind, type, object, previous }) => {
    if (kind === virtualMachineInstanceKind) {
      const vmi = object as VirtualMachineInstance;
      if (type === "ADDED") life.begin(vmi);
      if (type === "DELETED") hypervisors.remove(vmi.metadata.uid);
      if (
        previous?.metadata.deletionTimestamp === undefined &&
        vmi.metadata.deletionTimestamp !== undefined
      ) {
        life.shutDown(vmi);
      }
    }
    if (kind === podKind && controllerOf(object)?.kind === "VirtualMachineInstance") {
      if (type === "DELETED") life.podGone(object as Pod);
      else if (podIsReady(object as Pod)) life.podReady(object as Pod);
    }
  });
}

class InstanceLife {
  readonly #context: ControllerContext;
  readonly #hypervisors: Hypervisors;
  readonly #options: InstanceControllerOptions;

  constructor(context: ControllerContext, hypervisors: Hypervisors, options: InstanceControllerOptions) {
    this.#context = context;
    this.#hypervisors = hypervisors;
    this.#options = options;
  }

  begin(vmi: VirtualMachineInstance): void {
    this.#enter(vmi, "Pending");
    this.#step(vmi, "createPod", (present) => {
      if (present.metadata.deletionTimestamp !== undefined) return this.#finish(present);
      const suffix = nameSuffix(5, this.#context.seed, "launcher", present.metadata.uid);
      this.#context.store.create(podKind, launcherPodDraft(present, suffix, this.#options.launcherImage));
      this.#enter(present, "Scheduling");
    });
  }

  podReady(pod: Pod): void {
    const vmi = this.#ownerOf(pod);
    if (vmi?.status.phase !== "Scheduling" || vmi.metadata.deletionTimestamp !== undefined) return;
    this.#step(vmi, "handOver", (present) => {
      if (present.status.phase !== "Scheduling" || present.metadata.deletionTimestamp !== undefined) return;
      this.#handOver(present, pod);
    });
  }

  /** virt-controller's last act: from here on the virt-handler of the node owns the VMI. */
  #handOver(vmi: VirtualMachineInstance, pod: Pod): void {
    const nodeName = pod.spec.nodeName ?? "";
    const labels = { ...vmi.metadata.labels, [nodeNameLabel]: nodeName };
    const activePods = { [pod.metadata.uid]: nodeName };
    const handedOver = {
      ...vmi,
      metadata: { ...vmi.metadata, labels },
      status: { ...vmi.status, nodeName, activePods, ...guestInformation(vmi, pod, this.#options) },
    };
    const scheduled = this.#enter(handedOver, "Scheduled");
    this.#step(scheduled, "boot", (present) => this.#boot(present, pod));
  }

  #boot(vmi: VirtualMachineInstance, pod: Pod): void {
    if (vmi.metadata.deletionTimestamp !== undefined) return;
    this.#hypervisors.set(domainOf(this.#context, vmi, pod));
    this.#step(vmi, "reportRunning", (present) => {
      if (present.metadata.deletionTimestamp !== undefined) return;
      const running = this.#enter(this.#with(present, "Ready"), "Running");
      const domain = this.#hypervisors.get(present.metadata.uid);
      if (domain?.guestAgent === true)
        this.#step(running, "agentConnects", (later) => this.#agentConnected(later));
    });
  }

  #agentConnected(vmi: VirtualMachineInstance): void {
    if (vmi.status.phase !== "Running" || vmi.metadata.deletionTimestamp !== undefined) return;
    this.#context.store.update(virtualMachineInstanceKind, this.#with(vmi, "AgentConnected"));
  }

  shutDown(vmi: VirtualMachineInstance): void {
    const runs = this.#hypervisors.get(vmi.metadata.uid) !== undefined;
    if (!runs && this.#podOf(vmi) === undefined) return this.#finish(vmi);
    this.#step(vmi, "shutDown", (present) => {
      this.#hypervisors.remove(present.metadata.uid);
      const ended = this.#enter(present, runs ? "Succeeded" : "Failed");
      const pod = this.#podOf(ended);
      if (pod === undefined) return this.#finish(ended);
      finishLauncher(this.#context, pod);
      this.#context.store.delete(podKind, pod.metadata.namespace, pod.metadata.name, 30);
    });
  }

  podGone(pod: Pod): void {
    const vmi = this.#ownerOf(pod);
    if (vmi === undefined) return;
    this.#hypervisors.remove(vmi.metadata.uid);
    const ended = finalPhases.has(vmi.status.phase ?? "") ? vmi : this.#enter(vmi, "Failed");
    if (ended.metadata.deletionTimestamp !== undefined) this.#finish(ended);
  }

  #finish(vmi: VirtualMachineInstance): void {
    const { store } = this.#context;
    store.modify(virtualMachineInstanceKind, vmi, (present) => ({
      ...present,
      metadata: { ...present.metadata, finalizers: [] },
    }));
  }

  #with(vmi: VirtualMachineInstance, type: string): VirtualMachineInstance {
    const now = timestampAt(this.#context.clock, this.#context.clock.now());
    const condition = { type, status: "True", lastTransitionTime: now, lastProbeTime: null } as const;
    return {
      ...vmi,
      status: { ...vmi.status, conditions: withCondition(vmi.status.conditions ?? [], condition) },
    };
  }

  #enter(vmi: VirtualMachineInstance, phase: InstancePhase): VirtualMachineInstance {
    const { store, clock } = this.#context;
    const phaseTransitionTimestamp = timestampAt(clock, clock.now());
    const ended = finalPhases.has(phase);
    return store.update(virtualMachineInstanceKind, {
      ...vmi,
      status: {
        ...vmi.status,
        phase,
        ...(ended ? { activePods: {} } : {}),
        conditions: ended
          ? (vmi.status.conditions ?? []).filter(({ type }) => type !== "Ready" && type !== "AgentConnected")
          : (vmi.status.conditions ?? []),
        phaseTransitionTimestamps: [
          ...(vmi.status.phaseTransitionTimestamps ?? []),
          { phase, phaseTransitionTimestamp },
        ],
      },
    });
  }

  /** Goes on with the VMI as it then is, if it still is the same one. */
  #step(
    vmi: VirtualMachineInstance,
    step: keyof typeof delays,
    run: (present: VirtualMachineInstance) => void,
  ): void {
    const { name, namespace, uid } = vmi.metadata;
    after(this.#context, keyedDelay(this.#context, delays[step], step, uid), () => {
      const present = this.#context.store.get(virtualMachineInstanceKind, namespace, name);
      if (present?.metadata.uid === uid) run(present);
    });
  }

  #ownerOf(pod: Pod): VirtualMachineInstance | undefined {
    const owner = controllerOf(pod);
    const vmi = this.#context.store.get(
      virtualMachineInstanceKind,
      pod.metadata.namespace,
      owner?.name ?? "",
    );
    return vmi?.metadata.uid === owner?.uid ? vmi : undefined;
  }

  #podOf(vmi: VirtualMachineInstance): Pod | undefined {
    const suffix = nameSuffix(5, this.#context.seed, "launcher", vmi.metadata.uid);
    return this.#context.store.get(
      podKind,
      vmi.metadata.namespace,
      `virt-launcher-${vmi.metadata.name}-${suffix}`,
    );
  }
}

const finalPhases: ReadonlySet<string> = new Set(["Succeeded", "Failed"]);
