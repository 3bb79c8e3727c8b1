import { nodeKind } from "../objects/node.ts";
import { podKind, podsByNode } from "../objects/pod.ts";
import { after, keyedDelay, type ControllerContext } from "./context.ts";

/** A node that is gone is given 40 s to come back; the collector looks every 20 s. */
const quarantineDelay = { low: 40, high: 60 };

/** Takes away the pods of nodes that do not exist any more: no kubelet is left to do it. */
export function startPodCollector(context: ControllerContext): void {
  const { store } = context;
  store.watch(nodeKind, ({ type, object: { metadata } }) => {
    if (type !== "DELETED") return;
    after(context, keyedDelay(context, quarantineDelay, "orphans", metadata.uid), () => {
      if (store.get(nodeKind, undefined, metadata.name) !== undefined) return;
      for (const pod of store.by(podsByNode, metadata.name))
        store.remove(podKind, pod.metadata.namespace, pod.metadata.name);
    });
  });
}
