import { isDeepStrictEqual } from "node:util";
import { nodeKind, type Node } from "../store/objects/node.ts";
import type { ComponentProcess } from "./component-process.ts";
import { withHostLabels } from "./host-labels.ts";
import type { Informer } from "./informer/informer.ts";
import { resourcePath } from "./informer/watched-resource.ts";
import { isRequestError } from "./rest/status-error.ts";

/** How often it looks: every 3 min and up to 1.2 times as much again. */
const interval = { seconds: 180, jitterFactor: 1.2 };
/** When it first does: once the heartbeats of the start, which write the same labels, are through. */
const firstLookSeconds = 5;
const ksmSeconds = 180;
const ksmLabel = "kubevirt.io/ksm-enabled";
const ksmAnnotation = "kubevirt.io/ksm-handler-managed";

/**
 * Keeps the labels on a node that say what its host can do, so that VMIs find a node that suits them.
 *
 * Source: kubevirt pkg/virt-handler/node-labeller, pkg/virt-handler/ksm
 */
export function startNodeLabeller(process: ComponentProcess, nodes: Informer<Node>): void {
  const { work, options } = process;
  const { nodeName } = options.container;
  const queue = process.queue("virt-handler-node-labeller", 1, () => label(process, nodes));
  const draw = process.draw("node labeller");
  const look = () => {
    queue.add(nodeName);
    work.after(interval.seconds * (1 + interval.jitterFactor * draw()), look);
  };
  void nodes.synced.then(() => {
    work.after(firstLookSeconds, look);
    void watchKsm(process, nodes);
  });
}

/** Writes the labels if they are not as they should be, and if nobody else has written any meanwhile. */
async function label({ client, options }: ComponentProcess, nodes: Informer<Node>): Promise<void> {
  const present = nodes.get(undefined, options.container.nodeName)?.metadata.labels;
  if (present === undefined) return;
  const wanted = withHostLabels(present);
  if (isDeepStrictEqual(wanted, present)) return;
  await client.request({
    method: "PATCH",
    path: `${resourcePath(nodeKind)}/${options.container.nodeName}`,
    contentType: "application/json-patch+json",
    body: [
      { op: "test", path: "/metadata/labels", value: present },
      { op: "replace", path: "/metadata/labels", value: wanted },
    ],
  });
}

/** Kernel same-page merging is left off: that has to be said once. */
async function watchKsm({ client, work, options }: ComponentProcess, nodes: Informer<Node>): Promise<never> {
  const { nodeName } = options.container;
  for (;;) {
    const labels = nodes.get(undefined, nodeName)?.metadata.labels;
    if (labels !== undefined && labels[ksmLabel] !== "false") {
      try {
        await client.request({
          method: "PATCH",
          path: `${resourcePath(nodeKind)}/${nodeName}`,
          contentType: "application/strategic-merge-patch+json",
          body: { metadata: { labels: { [ksmLabel]: "false" }, annotations: { [ksmAnnotation]: "false" } } },
        });
      } catch (error) {
        if (!isRequestError(error)) throw error;
        options.log("warn", `cannot patch node ${nodeName}: ${error.message}`);
      }
    }
    await work.sleep(ksmSeconds);
  }
}
