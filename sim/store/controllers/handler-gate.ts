import { nodeKind } from "../objects/node.ts";
import { componentOf, podIsReady, podsByNode } from "../objects/pod.ts";
import { after, type ControllerContext } from "./context.ts";
import { componentWorks } from "./component-gate.ts";

/** How often what waits for a component looks whether it is there. */
const retrySeconds = 1;

/**
 * Runs `act` once the virt-handler of the node can do it: what only virt-handler does waits while it is down.
 * In the history before t = 0 its pods have yet to be rolled out, and nothing waits.
 *
 * @param wanted whether there is still something to do; asked before each try
 */
export function whenHandlerReady(
  context: ControllerContext,
  nodeName: string,
  wanted: () => boolean,
  act: () => void,
): void {
  when(context, () => context.clock.now() < 0 || handlerIsReady(context, nodeName), wanted, act);
}

/** The same for what only the leading virt-controller does. */
export function whenControllerWorks(
  context: ControllerContext,
  wanted: () => boolean,
  act: () => void,
): void {
  when(context, () => componentWorks(context, "virt-controller"), wanted, act);
}

function when(
  context: ControllerContext,
  possible: () => boolean,
  wanted: () => boolean,
  act: () => void,
): void {
  if (!wanted()) return;
  if (possible()) return act();
  after(context, retrySeconds, () => when(context, possible, wanted, act));
}

function handlerIsReady({ store }: ControllerContext, nodeName: string): boolean {
  return (
    store.get(nodeKind, undefined, nodeName) !== undefined &&
    store.by(podsByNode, nodeName).some((pod) => componentOf(pod) === "virt-handler" && podIsReady(pod))
  );
}
