import { nodeKind, type Node } from "../store/objects/node.ts";
import type { ComponentProcess } from "./component-process.ts";
import type { EventRecorder } from "./event-recorder.ts";
import { heartbeatAnnotation, schedulableLabel } from "./heartbeat.ts";
import type { Informer } from "./informer/informer.ts";
import { resourcePath } from "./informer/watched-resource.ts";

/** How long a node may be without a heartbeat of its virt-handler, in seconds. */
const heartbeatTimeoutSeconds = 300;
const recheckSeconds = 60;

/**
 * The part of virt-controller that watches over virt-handlers: a node whose heartbeat is missing takes no
 * VMIs any more, until its virt-handler says otherwise.
 *
 * Source: kubevirt pkg/virt-controller/watch/node/node.go
 */
export class NodeController {
  readonly #process: ComponentProcess;
  readonly #nodes: Informer<Node>;
  readonly #recorder: EventRecorder;

  constructor(process: ComponentProcess, nodes: Informer<Node>) {
    this.#process = process;
    this.#nodes = nodes;
    this.#recorder = process.recorder({ component: "node-controller" });
  }

  /** Looks at a node; returns after how many seconds to look again, undefined if it is gone. */
  async reconcile(nodeName: string): Promise<number | undefined> {
    const node = this.#nodes.get(undefined, nodeName);
    if (node === undefined) return undefined;
    if (this.#isUnresponsive(node) && node.metadata.labels?.[schedulableLabel] === "true") {
      await this.#markUnresponsive(node);
    }
    return recheckSeconds;
  }

  /** A node that never had a heartbeat is not waited for. */
  #isUnresponsive({ metadata }: Node): boolean {
    const { clock } = this.#process.lifetime;
    const heartbeat = Date.parse(metadata.annotations?.[heartbeatAnnotation] ?? "");
    const nowMillis = clock.epochMillis + 1000 * clock.now();
    return heartbeat < nowMillis - 1000 * heartbeatTimeoutSeconds;
  }

  async #markUnresponsive(node: Node): Promise<void> {
    this.#recorder.record(node, {
      type: "Normal",
      reason: "NodeUnresponsive",
      message: "virt-handler is not responsive, marking node as unresponsive",
    });
    await this.#process.client.request({
      method: "PATCH",
      path: `${resourcePath(nodeKind)}/${node.metadata.name}`,
      contentType: "application/strategic-merge-patch+json",
      body: { metadata: { labels: { [schedulableLabel]: "false" } } },
    });
  }
}
