import { source } from "../../clock/clock.ts";
import { agentConnectsAt } from "../../model/agent.ts";
import { crashesAt } from "../../model/crash.ts";
import { nameSuffix } from "../../model/random.ts";
import { panicGuest } from "../actions/guest.ts";
import { isBeingDeleted } from "../object.ts";
import type { Condition } from "../objects/conditions.ts";
import { launcherPodDraft } from "../objects/launcher-pod.ts";
import { podIsReady, podKind, type Pod } from "../objects/pod.ts";
import { isFinal, nodeNameLabel, type VirtualMachineInstance } from "../objects/virtual-machine.ts";
import type { InstanceControllerOptions } from "./instance-controller-options.ts";
import { domainOf } from "./guest-start.ts";
import { enterPhase, withConditions, withReadiness } from "./instance-phase.ts";
import { agentStatus, runningStatus, scheduledStatus } from "./instance-status.ts";
import type { InstanceSteps } from "./instance-steps.ts";
import { migratabilityOf } from "./migratability.ts";

/** The first half of a VMI's life: launcher pod, Scheduling, Scheduled, the guest's start, Running, its agent. */
export class InstanceStart {
  readonly #steps: InstanceSteps;
  readonly #options: InstanceControllerOptions;

  constructor(steps: InstanceSteps, options: InstanceControllerOptions) {
    this.#steps = steps;
    this.#options = options;
  }

  begin(vmi: VirtualMachineInstance): void {
    this.#steps.after(vmi, "createPod", (present) =>
      this.#steps.withController(present, (later) => this.#createPod(later)),
    );
  }

  #createPod(vmi: VirtualMachineInstance): void {
    if (isBeingDeleted(vmi)) return;
    const { store, clock, seed } = this.#steps.context;
    const suffix = nameSuffix(5, seed, "launcher", vmi.metadata.uid);
    const pod = store.create(podKind, launcherPodDraft(vmi, suffix, this.#options.launcherImage()));
    this.#steps.say(vmi, "SuccessfulCreate", `Created virtual machine pod ${pod.metadata.name}`);
    const scheduling = withReadiness(clock, enterPhase(clock, vmi, "Scheduling"), pod);
    this.#steps.write(withConditions(scheduling, dataVolumesReady(vmi)));
  }

  /** A launcher pod of a VMI that is Scheduling has changed. */
  podChanged(vmi: VirtualMachineInstance, pod: Pod): void {
    if (podIsReady(pod)) {
      this.#steps.after(vmi, "handOver", (present) =>
        this.#steps.withController(present, (later) => this.#handOver(later, pod)),
      );
    } else this.#showScheduling(vmi, pod);
  }

  /** A pod that fits nowhere shows on its VMI, where users look. */
  #showScheduling(vmi: VirtualMachineInstance, pod: Pod): void {
    const scheduled = pod.status.conditions.find(({ type }) => type === "PodScheduled");
    if (scheduled?.status === "False") this.#steps.write(withConditions(vmi, [scheduled]));
    if (scheduled?.status === "True") this.#steps.write(withoutScheduling(vmi));
  }

  /** virt-controller's last act: from here on the virt-handler of the node owns the VMI. */
  #handOver(vmi: VirtualMachineInstance, pod: Pod): void {
    if (vmi.status.phase !== "Scheduling" || isBeingDeleted(vmi)) return;
    const { store, clock } = this.#steps.context;
    const nodeName = pod.spec.nodeName ?? "";
    const entered = enterPhase(clock, withoutScheduling(vmi), "Scheduled");
    const scheduled = {
      ...entered,
      metadata: { ...vmi.metadata, labels: { ...vmi.metadata.labels, [nodeNameLabel]: nodeName } },
      status: { ...entered.status, ...scheduledStatus(store, vmi, pod) },
    };
    this.#steps.write(withReadiness(clock, scheduled, pod));
    this.#steps.after(vmi, "boot", (present) =>
      this.#steps.withHandler(present, nodeName, (later) => this.#boot(later, pod)),
    );
  }

  #boot(vmi: VirtualMachineInstance, pod: Pod): void {
    if (isBeingDeleted(vmi) || isFinal(vmi) || this.#options.machines.isLost(pod.spec.nodeName)) return;
    const { clock, seed } = this.#steps.context;
    const domain = domainOf(this.#steps.context, vmi, pod);
    this.#options.hypervisors.set(domain);
    const crashes = crashesAt(domain, seed);
    if (crashes !== undefined) clock.at(crashes, source.controller, () => this.#guestCrashes(domain.uid));
    this.#steps.after(vmi, "reportRunning", (present) =>
      this.#steps.withHandler(present, domain.nodeName, (later) => this.#reportRunning(later, pod)),
    );
  }

  /** By its workload, unless it stands still, or another has taken its place. */
  #guestCrashes(uid: string): void {
    const { context } = this.#steps;
    const { hypervisors } = this.#options;
    const domain = hypervisors.get(uid);
    if (domain !== undefined) panicGuest({ ...context, hypervisors }, domain);
  }

  #reportRunning(vmi: VirtualMachineInstance, pod: Pod): void {
    const { store, clock, seed } = this.#steps.context;
    const domain = this.#options.hypervisors.get(vmi.metadata.uid);
    if (isBeingDeleted(vmi) || isFinal(vmi) || domain === undefined) return;
    const { conditions, method } = migratabilityOf(store, vmi);
    const entered = enterPhase(clock, vmi, "Running");
    const status = { ...entered.status, ...runningStatus(store, vmi, domain, pod.status.podIP) };
    const running = { ...entered, status: { ...status, migrationMethod: method } };
    this.#steps.write(withConditions(withReadiness(clock, running, pod), conditions));
    if (!domain.guestAgent) return;
    clock.at(agentConnectsAt(domain, seed), source.controller, () => this.#agentConnects(vmi));
  }

  #agentConnects(vmi: VirtualMachineInstance): void {
    const { hypervisors } = this.#options;
    const nodeName = hypervisors.get(vmi.metadata.uid)?.nodeName;
    if (nodeName === undefined) return;
    this.#steps.withHandler(vmi, nodeName, (present) => {
      const domain = hypervisors.get(present.metadata.uid);
      if (domain === undefined || present.status.phase !== "Running" || isBeingDeleted(present)) return;
      const status = { ...present.status, ...agentStatus(present, domain) };
      this.#steps.write(withConditions({ ...present, status }, [holding("AgentConnected")]));
    });
  }
}

function holding(type: string): Condition {
  return { type, status: "True", lastProbeTime: null, lastTransitionTime: null };
}

function dataVolumesReady({ spec }: VirtualMachineInstance): readonly Condition[] {
  if (!(spec.volumes ?? []).some(({ dataVolume }) => dataVolume !== undefined)) return [];
  const message = "All of the VMI's DVs are bound and ready";
  return [{ ...holding("DataVolumesReady"), reason: "AllDVsReady", message }];
}

function withoutScheduling(vmi: VirtualMachineInstance): VirtualMachineInstance {
  const conditions = vmi.status.conditions ?? [];
  if (!conditions.some(({ type }) => type === "PodScheduled")) return vmi;
  const kept = conditions.filter(({ type }) => type !== "PodScheduled");
  return { ...vmi, status: { ...vmi.status, conditions: kept } };
}
