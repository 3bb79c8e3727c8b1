import { source, timestampAt } from "../../clock/clock.ts";
import { guestMemoryAt, planMigration, type Migration } from "../../model/migration.ts";
import { uniform } from "../../model/random.ts";
import type { Hypervisors } from "../hypervisors.ts";
import type { Machines } from "../machines.ts";
import { migrationSettingsOf } from "../objects/kubevirt.ts";
import { componentOf, podKind, podsByNode } from "../objects/pod.ts";
import {
  isFinal,
  virtualMachineInstanceKind,
  type MigrationState,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import { after, keyedDelay, type ControllerContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";
import { whenHandlerWrites } from "./handler-gate.ts";
import { withReadiness } from "./instance-phase.ts";
import { finishLauncher } from "./launcher-kubelet.ts";
import { arrivedDomain, arrivedInstance } from "./migration-arrival.ts";
import { withFailedMigration } from "./migration-end.ts";

/** What the virt-handlers' steps of a migration take, in seconds. */
const delays = {
  prepareTarget: { low: 0.8, high: 2.5 },
  start: { low: 0.2, high: 0.8 },
  abort: { low: 0.3, high: 1.5 },
  report: { low: 0.2, high: 1 },
} as const;

const failureReasons: Readonly<
  Record<Exclude<Migration["outcome"], "succeeded">, (seconds: number) => string>
> = {
  "completion-timeout": (seconds) =>
    `Live migration is not completed after ${seconds} seconds and has been aborted`,
  "progress-timeout": (seconds) => `Live migration stuck for ${seconds} seconds and has been aborted`,
};

interface HandlerOptions {
  readonly hypervisors: Hypervisors;
  readonly machines: Machines;
}

/**
 * Plays the two virt-handlers of each live migration: the target's prepares, the source's moves the guest.
 * When the guest has come over, its Domain is the target hypervisor's.
 */
export function startMigrationHandlers(context: ControllerContext, options: HandlerOptions): void {
  const handlers = new MigrationHandlers(context, options);
  context.store.watch(virtualMachineInstanceKind, ({ type, object, previous }) => {
    const state = object.status.migrationState;
    if (type === "DELETED" || state === undefined || state.completed === true) return;
    const before = previous?.status.migrationState;
    if (before?.migrationUid !== state.migrationUid) handlers.prepare(object, state);
    else if (before.targetNodeAddress === undefined && state.targetNodeAddress !== undefined)
      handlers.start(object, state);
    else if (before.abortRequested !== true && state.abortRequested === true) handlers.abort(object, state);
  });
}

class MigrationHandlers {
  readonly #context: ControllerContext;
  readonly #options: HandlerOptions;

  constructor(context: ControllerContext, options: HandlerOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** The target's virt-handler sets the launcher up to receive the guest, and says where it listens. */
  prepare(vmi: VirtualMachineInstance, { targetNode, migrationUid }: MigrationState): void {
    this.#step(vmi, "prepareTarget", targetNode, (present, state) => {
      const address = this.#handlerIpOn(targetNode);
      const ports = listeningPorts(this.#context.seed, migrationUid);
      this.#say(present, targetNode, "PreparingTarget", "VirtualMachineInstance Migration Target Prepared.");
      this.#say(
        present,
        targetNode,
        "PreparingTarget",
        `Migration Target is listening at ${address}, on ports: ${Object.keys(ports).join(",")}`,
      );
      this.#writeState(present, {
        ...state,
        targetNodeAddress: address,
        targetDirectMigrationNodePorts: ports,
      });
    });
  }

  /** The source's virt-handler begins to copy the guest's memory; how long that takes is the guest's affair. */
  start(vmi: VirtualMachineInstance, { sourceNode }: MigrationState): void {
    this.#step(vmi, "start", sourceNode, (present, state) => {
      const { clock, seed, store } = this.#context;
      const domain = this.#options.hypervisors.get(present.metadata.uid);
      if (domain === undefined) return;
      const startTimestamp = timestampAt(clock, clock.now());
      this.#say(present, sourceNode, "Migrating", "VirtualMachineInstance is migrating.");
      this.#writeState(present, { ...state, startTimestamp, mode: "PreCopy" });
      // Whole seconds, as the VMI tells them: whoever reads the VMI works out the same migration.
      const fromSeconds = (Date.parse(startTimestamp) - clock.epochMillis) / 1000;
      const settings = migrationSettingsOf(store);
      const plan = planMigration(fromSeconds, guestMemoryAt(domain, seed, fromSeconds), settings);
      clock.at(plan.endSeconds, source.controller, () => this.#end(present, plan));
    });
  }

  abort(vmi: VirtualMachineInstance, { sourceNode }: MigrationState): void {
    this.#step(vmi, "abort", sourceNode, (present, state) => {
      // Too late: the guest has moved.
      if (this.#options.hypervisors.get(present.metadata.uid)?.nodeName !== sourceNode) return;
      this.#say(present, sourceNode, "Migrating", "VirtualMachineInstance is aborting migration.");
      this.#fail(present, { ...state, abortStatus: "Succeeded" }, "Live migration has been aborted");
    });
  }

  #end(vmi: VirtualMachineInstance, plan: Migration): void {
    const found = this.#present(vmi);
    if (found === undefined) return;
    const { present, state } = found;
    const { hypervisors, machines } = this.#options;
    const domain = hypervisors.get(present.metadata.uid);
    // The source is gone, and the guest with it: no virt-handler is there to say so.
    if (domain === undefined) return;
    const failure = machines.isLost(state.targetNode)
      ? `Live migration failed: lost connection to node ${state.targetNode}`
      : failureOf(plan);
    if (failure !== undefined) {
      return this.#step(present, "report", state.sourceNode, (later, failed) =>
        this.#fail(later, failed, failure),
      );
    }
    hypervisors.set(arrivedDomain(this.#context, domain, state.targetNode));
    this.#step(present, "report", state.targetNode, (later, moved) => this.#arrive(later, moved));
  }

  /** The target's virt-handler takes the VMI over; the source's launcher has nothing left to run. */
  #arrive(vmi: VirtualMachineInstance, state: MigrationState): void {
    const { clock, store } = this.#context;
    const { namespace } = vmi.metadata;
    const target = store.get(podKind, namespace, state.targetPod);
    const sourcePod = store.get(podKind, namespace, state.sourcePod);
    const arrived = arrivedInstance(vmi, state, target, timestampAt(clock, clock.now()));
    store.update(virtualMachineInstanceKind, withReadiness(clock, arrived, target));
    const message = `The VirtualMachineInstance migrated to node ${state.targetNode}.`;
    this.#say(vmi, state.sourceNode, "Migrated", message);
    this.#say(vmi, state.sourceNode, "Deleted", "Signaled Deletion");
    if (sourcePod !== undefined && !this.#options.machines.isLost(state.sourceNode))
      finishLauncher(this.#context, sourcePod);
  }

  #fail(vmi: VirtualMachineInstance, state: MigrationState, reason: string): void {
    const { clock, store } = this.#context;
    const message = `VirtualMachineInstance migration uid ${state.migrationUid} failed. reason: ${reason}`;
    this.#say(vmi, state.sourceNode, "FailedMigration", message, "Warning");
    const now = timestampAt(clock, clock.now());
    store.update(virtualMachineInstanceKind, withFailedMigration(vmi, state, now, reason));
  }

  #writeState(vmi: VirtualMachineInstance, migrationState: MigrationState): void {
    const status = { ...vmi.status, migrationState };
    this.#context.store.update(virtualMachineInstanceKind, { ...vmi, status });
  }

  #say(
    vmi: VirtualMachineInstance,
    host: string,
    reason: string,
    message: string,
    type: "Normal" | "Warning" = "Normal",
  ): void {
    recordEvent(this.#context, vmi, { type, reason, message, component: "virt-handler", host });
  }

  /** Goes on after the step's time, once the virt-handler of `nodeName` can, if the migration still is under way. */
  #step(
    vmi: VirtualMachineInstance,
    step: keyof typeof delays,
    nodeName: string,
    run: (present: VirtualMachineInstance, state: MigrationState) => void,
  ): void {
    const key = vmi.status.migrationState?.migrationUid ?? "";
    after(this.#context, keyedDelay(this.#context, delays[step], "migration", step, key), () => {
      const goesOn = () => this.#present(vmi) !== undefined && !this.#options.machines.isLost(nodeName);
      whenHandlerWrites(this.#context, nodeName, vmi, goesOn, () => {
        const found = this.#present(vmi);
        if (found !== undefined) run(found.present, found.state);
      });
    });
  }

  /** The VMI as it is now, while the migration it was in is under way. */
  #present(
    vmi: VirtualMachineInstance,
  ): { readonly present: VirtualMachineInstance; readonly state: MigrationState } | undefined {
    const { namespace, name, uid } = vmi.metadata;
    const present = this.#context.store.get(virtualMachineInstanceKind, namespace, name);
    const state = present?.status.migrationState;
    if (present?.metadata.uid !== uid || isFinal(present) || state === undefined) return undefined;
    const same = state.migrationUid === vmi.status.migrationState?.migrationUid;
    return same && state.completed !== true ? { present, state } : undefined;
  }

  #handlerIpOn(nodeName: string): string {
    const pods = this.#context.store.by(podsByNode, nodeName);
    return pods.find((pod) => componentOf(pod) === "virt-handler")?.status.podIP ?? "";
  }
}

/** Why the migration fails; undefined when it does not. */
function failureOf({ outcome, endSeconds, passes }: Migration): string | undefined {
  if (outcome === "succeeded") return undefined;
  return failureReasons[outcome](Math.round(endSeconds - (passes[0]?.fromSeconds ?? 0)));
}

/** The ports on which a target listens: for libvirt, for direct memory and for block copy. */
function listeningPorts(seed: number, migrationUid: string): Readonly<Record<string, number>> {
  const port = (purpose: string) =>
    String(Math.floor(uniform(32768, 60999, seed, "migration port", migrationUid, purpose)));
  return { [port("libvirt")]: 0, [port("memory")]: 49152, [port("blocks")]: 49153 };
}
