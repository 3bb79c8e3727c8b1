import { isBeingDeleted, type KubeObject } from "../object.ts";
import { nodeKind } from "../objects/node.ts";
import { componentOf, podsByNode, type Pod } from "../objects/pod.ts";
import { after, type ControllerContext } from "./context.ts";
import { componentWorks } from "./component-gate.ts";

/** How often what waits for a component looks whether it is there. */
const retrySeconds = 1;

/**
 * Runs `act` once the virt-handler of the node has written the VMI: what only virt-handler does waits while
 * that is down, or cannot talk to the apiserver. In history nothing waits.
 *
 * @param wanted whether there is still something to do; asked before each try
 */
export function whenHandlerWrites(
  context: ControllerContext,
  nodeName: string,
  vmi: KubeObject,
  wanted: () => boolean,
  act: () => void,
): void {
  if (!wanted()) return;
  if (!context.history.over) return act();
  new HandlerWrite(context, nodeName, vmi, wanted, act).attempt();
}

/** Runs `act` once the leading virt-controller is there to do it. */
export function whenControllerWorks(
  context: ControllerContext,
  wanted: () => boolean,
  act: () => void,
): void {
  if (!wanted()) return;
  if (componentWorks(context, "virt-controller")) return act();
  after(context, retrySeconds, () => whenControllerWorks(context, wanted, act));
}

/** One write that a virt-handler is to make: asked of each that runs on the node, until one has made it. */
class HandlerWrite {
  readonly #context: ControllerContext;
  readonly #nodeName: string;
  readonly #vmi: KubeObject;
  readonly #wanted: () => boolean;
  readonly #act: () => void;
  #asked = "";
  #takeBack: () => void = () => undefined;
  #done = false;

  constructor(
    context: ControllerContext,
    nodeName: string,
    vmi: KubeObject,
    wanted: () => boolean,
    act: () => void,
  ) {
    this.#context = context;
    this.#nodeName = nodeName;
    this.#vmi = vmi;
    this.#wanted = wanted;
    this.#act = act;
  }

  attempt(): void {
    if (this.#done) return;
    if (!this.#wanted()) return this.#takeBack();
    after(this.#context, retrySeconds, () => this.attempt());
    this.#ask();
  }

  /** A process that was killed takes with it what it was asked; the next one is asked again. */
  #ask(): void {
    const pod = handlerOn(this.#context, this.#nodeName);
    const container = pod?.status.containerStatuses?.[0]?.containerID ?? "";
    if (pod === undefined || container === this.#asked) return;
    this.#takeBack();
    this.#asked = container;
    const { namespace = "", name } = this.#vmi.metadata;
    this.#takeBack = this.#context.handlers.write(pod.metadata.uid, { namespace, name }, () => {
      this.#done = true;
      if (this.#wanted()) this.#act();
    });
  }
}

/** The pod whose virt-handler runs on this node. */
function handlerOn({ store }: ControllerContext, nodeName: string): Pod | undefined {
  if (store.get(nodeKind, undefined, nodeName) === undefined) return undefined;
  return store
    .by(podsByNode, nodeName)
    .find(
      (pod) =>
        componentOf(pod) === "virt-handler" &&
        !isBeingDeleted(pod) &&
        pod.status.containerStatuses?.[0]?.state.running !== undefined,
    );
}
