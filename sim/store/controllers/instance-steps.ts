import {
  virtualMachineInstanceKind,
  type InstancePhase,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import { after, keyedDelay, type ControllerContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";
import { whenControllerWorks, whenHandlerWrites } from "./handler-gate.ts";
import { enterPhase, withReadiness } from "./instance-phase.ts";
import { currentPodOf } from "./launcher-pods.ts";

/** What each step of a VMI's life takes, in seconds. */
const delays = {
  createPod: { low: 0.1, high: 0.4 },
  handOver: { low: 0.1, high: 0.5 },
  boot: { low: 0.8, high: 3.5 },
  reportRunning: { low: 0.1, high: 0.4 },
  shutDown: { low: 2, high: 12 },
} as const;

const virtController = "virtualmachine-controller";

/** The moves that a VMI's life is made of: a step after its time, a write, a word about it. */
export class InstanceSteps {
  readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
  }

  /** The VMI as it is now, if it still is the same one. */
  present({
    metadata: { name, namespace, uid },
  }: VirtualMachineInstance): VirtualMachineInstance | undefined {
    const present = this.context.store.get(virtualMachineInstanceKind, namespace, name);
    return present?.metadata.uid === uid ? present : undefined;
  }

  /** Goes on after the step's time with the VMI as it then is, if it still is the same one. */
  after(
    vmi: VirtualMachineInstance,
    step: keyof typeof delays,
    run: (present: VirtualMachineInstance) => void,
  ): void {
    after(this.context, keyedDelay(this.context, delays[step], step, vmi.metadata.uid), () => {
      const present = this.present(vmi);
      if (present !== undefined) run(present);
    });
  }

  /** The same once the virt-handler of the node has written the VMI: its part of the step. */
  withHandler(
    vmi: VirtualMachineInstance,
    nodeName: string,
    run: (present: VirtualMachineInstance) => void,
  ): void {
    whenHandlerWrites(
      this.context,
      nodeName,
      vmi,
      () => this.present(vmi) !== undefined,
      () => {
        const present = this.present(vmi);
        if (present !== undefined) run(present);
      },
    );
  }

  /** The same once there is a virt-controller to act. */
  withController(vmi: VirtualMachineInstance, run: (present: VirtualMachineInstance) => void): void {
    whenControllerWorks(
      this.context,
      () => this.present(vmi) !== undefined,
      () => {
        const present = this.present(vmi);
        if (present !== undefined) run(present);
      },
    );
  }

  write(vmi: VirtualMachineInstance): VirtualMachineInstance {
    return this.context.store.update(virtualMachineInstanceKind, vmi);
  }

  enter(vmi: VirtualMachineInstance, phase: InstancePhase): VirtualMachineInstance {
    const { clock, store } = this.context;
    return this.write(withReadiness(clock, enterPhase(clock, vmi, phase), currentPodOf(store, vmi)));
  }

  /**
   * virt-controller records an Event on the VMI; with a node, the virt-handler of that node does. What a
   * virt-handler says of phases it sees (Created, Started, Stopped), its own process says.
   */
  say(vmi: VirtualMachineInstance, reason: string, message: string, handlerNode?: string): void {
    const by =
      handlerNode === undefined
        ? { component: virtController }
        : { component: "virt-handler", host: handlerNode };
    recordEvent(this.context, vmi, { reason, message, ...by });
  }
}
