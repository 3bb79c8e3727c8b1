import { timestampAt } from "../clock/clock.ts";
import { nodeKind } from "../store/objects/node.ts";
import { resourcePath } from "./informer/watched-resource.ts";
import type { Lifetime } from "./lifetime.ts";
import type { RestClient } from "./rest/rest-client.ts";
import { isRequestError } from "./rest/status-error.ts";

export const schedulableLabel = "kubevirt.io/schedulable";
export const heartbeatAnnotation = "kubevirt.io/heartbeat";

const intervalSeconds = 60;
const jitterFactor = 1.2;
/** The device plugins are looked at once a second, for ten seconds. */
const devicePluginPolls = { everySeconds: 1, most: 10 };
/** client-go's retry.DefaultBackoff. */
const goodbye = { tries: 4, firstSeconds: 0.01, factor: 5 };

interface HeartbeatOptions {
  readonly client: RestClient;
  readonly lifetime: Lifetime;
  readonly nodeName: string;
  /** Uniform draws from [0, 1). */
  readonly draw: () => number;
  /** When the kubelet has accepted the device plugins for /dev/kvm and the like, in seconds (t). */
  readonly devicesReadyAt: number;
  readonly failed: (error: Error) => void;
}

/**
 * How a virt-handler says that its node may run VMIs: a PATCH of the node at the start, as soon as the
 * device plugins are there, and from then on every 60 s to 132 s.
 *
 * Source: kubevirt pkg/virt-handler/heartbeat/heartbeat.go
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** Goes on until the lifetime ends. */
  async run(): Promise<never> {
    const { lifetime, draw } = this.#options;
    await this.#beat();
    for (let polls = 0; polls < devicePluginPolls.most && !this.#devicesReady(); polls++) {
      await lifetime.sleep(devicePluginPolls.everySeconds);
    }
    for (;;) {
      await this.#beat();
      await lifetime.sleep(intervalSeconds * (1 + jitterFactor * draw()));
    }
  }

  /** On SIGTERM: no VMI shall be sent here any more. Resolves when that is said, or can't be. */
  async sayGoodbye(lifetime: Lifetime): Promise<void> {
    let waitSeconds = goodbye.firstSeconds;
    for (let tries = 1; tries <= goodbye.tries; tries++) {
      if (await this.#patch("false")) return;
      await lifetime.sleep(waitSeconds);
      waitSeconds *= goodbye.factor;
    }
  }

  async #beat(): Promise<void> {
    await this.#patch(this.#devicesReady() ? "true" : "false");
  }

  #devicesReady(): boolean {
    const { lifetime, devicesReadyAt } = this.#options;
    return lifetime.clock.now() >= devicesReadyAt;
  }

  /** Whether it got through. */
  async #patch(schedulable: "true" | "false"): Promise<boolean> {
    const { client, lifetime, nodeName, failed } = this.#options;
    const { clock } = lifetime;
    try {
      await client.request({
        method: "PATCH",
        path: `${resourcePath(nodeKind)}/${nodeName}`,
        contentType: "application/strategic-merge-patch+json",
        body: {
          metadata: {
            // `cpumanager` is the key of older releases, still written.
            labels: {
              [schedulableLabel]: schedulable,
              cpumanager: "false",
              "kubevirt.io/cpumanager": "false",
            },
            annotations: { [heartbeatAnnotation]: timestampAt(clock, clock.now()) },
          },
        },
      });
      return true;
    } catch (error) {
      if (!isRequestError(error)) throw error;
      failed(error);
      return false;
    }
  }
}
