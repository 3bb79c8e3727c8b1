import type { Machines } from "../machines.ts";
import { nodeKind, type Node } from "../objects/node.ts";
import { after, keyedDelay, type ControllerContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";

/** How often a cloud's controller looks at nodes that are not ready. */
const lookDelay = { low: 0, high: 5 };

/** Deletes the Node of a machine that does not exist any more, once it is not ready, as a cloud's controller does. */
export function startCloudNodeController(context: ControllerContext, machines: Machines): void {
  const { store } = context;
  store.watch(nodeKind, ({ type, object, previous }) => {
    const { name, uid } = object.metadata;
    if (type !== "MODIFIED" || isReady(object) || (previous !== undefined && !isReady(previous))) return;
    after(context, keyedDelay(context, lookDelay, "cloud", uid), () => {
      const node = store.get(nodeKind, undefined, name);
      if (node?.metadata.uid !== uid || isReady(node) || !machines.isGone(name)) return;
      recordEvent(context, node, {
        reason: "DeletingNode",
        message: `Deleting node ${name} because it does not exist in the cloud provider`,
        component: "cloud-node-lifecycle-controller",
      });
      store.delete(nodeKind, undefined, name);
    });
  });
}

function isReady({ status }: Node): boolean {
  return status.conditions.some((condition) => condition.type === "Ready" && condition.status === "True");
}
