import { timestampAt } from "../clock/clock.ts";
import type { KubeObject } from "../store/object.ts";
import { eventKind } from "../store/objects/event.ts";
import { TransportError } from "../wire/transport.ts";
import { resourcePath } from "./informer/watched-resource.ts";
import type { Lifetime } from "./lifetime.ts";
import { isStatus, StatusError } from "./rest/status-error.ts";
import type { RestClient } from "./rest/rest-client.ts";

/** How often, and how far apart, an event is tried that got no answer. */
const mostTries = 12;
const retrySeconds = 10;
/** How many events are remembered, to be counted up. */
const mostRemembered = 4096;

/** What happened to an object, as `kubectl describe` shows it. */
interface RecordedEvent {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
}

/** Who records: a component, and for those there is one of per node, the node. */
export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

interface EventRecorderOptions {
  readonly client: RestClient;
  readonly lifetime: Lifetime;
  readonly source: EventSource;
  /** Uniform draws from [0, 1). */
  readonly draw: () => number;
}

/** What the recorder remembers of an event, to count it up when it happens again. */
interface Remembered {
  readonly name: string;
  readonly count: number;
}

/**
 * Writes Events one after the other, as client-go's recorder does: the same thing happening again to the
 * same object counts its Event up; what the apiserver rejects is dropped, what got no answer is tried again.
 *
 * Source: client-go tools/record/event.go
 */
export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #remembered = new Map<string, Remembered>();
  #queue: Promise<void> = Promise.resolve();
  #written = 0;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
  }

  /** Queues an Event about `object`; the time is now, however late it is written. */
  record(object: KubeObject, event: RecordedEvent): void {
    const t = this.#options.lifetime.clock.now();
    this.#queue = this.#queue.then(() => this.#write(object, event, t));
  }

  async #write(object: KubeObject, event: RecordedEvent, t: number): Promise<void> {
    const { lifetime, draw } = this.#options;
    for (let tries = 1; tries <= mostTries; tries++) {
      try {
        await this.#send(object, event, t);
        return;
      } catch (error) {
        if (error instanceof StatusError) return;
        if (!(error instanceof TransportError)) throw error;
        // The first wait is a random part of the period, so that not all components come back at once.
        await lifetime.sleep(tries === 1 ? retrySeconds * draw() : retrySeconds);
      }
    }
  }

  async #send(object: KubeObject, event: RecordedEvent, t: number): Promise<void> {
    const { metadata } = object;
    const key = JSON.stringify([metadata.uid, event.type, event.reason, event.message]);
    const known = this.#remembered.get(key);
    const path = resourcePath(eventKind, metadata.namespace ?? "default");
    if (known !== undefined && (await this.#countUp(path, known, t))) {
      this.#remember(key, { ...known, count: known.count + 1 });
      return;
    }
    const name = `${metadata.name}.${this.#nanosecondsAt(t)}`;
    await this.#options.client.request({ method: "POST", path, body: this.#draft(object, event, name, t) });
    this.#remember(key, { name, count: 1 });
  }

  #remember(key: string, event: Remembered): void {
    this.#remembered.delete(key);
    this.#remembered.set(key, event);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > mostRemembered && oldest !== undefined) this.#remembered.delete(oldest);
  }

  /** Whether the Event was there to be counted up; Events are forgotten by the apiserver. */
  async #countUp(path: string, { name, count }: Remembered, t: number): Promise<boolean> {
    const lastTimestamp = timestampAt(this.#options.lifetime.clock, t);
    try {
      await this.#options.client.request({
        method: "PATCH",
        path: `${path}/${name}`,
        contentType: "application/strategic-merge-patch+json",
        body: { count: count + 1, lastTimestamp },
      });
      return true;
    } catch (error) {
      if (isStatus(error, 404)) return false;
      throw error;
    }
  }

  #draft(object: KubeObject, { type, reason, message }: RecordedEvent, name: string, t: number): object {
    const { namespace, name: objectName, uid, resourceVersion } = object.metadata;
    const timestamp = timestampAt(this.#options.lifetime.clock, t);
    return {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name, namespace: namespace ?? "default" },
      involvedObject: {
        apiVersion: object.apiVersion,
        kind: object.kind,
        name: objectName,
        ...(namespace === undefined ? {} : { namespace }),
        resourceVersion,
        uid,
      },
      type,
      reason,
      message,
      source: this.#options.source,
      reportingComponent: this.#options.source.component,
      reportingInstance: this.#options.source.host ?? "",
      firstTimestamp: timestamp,
      lastTimestamp: timestamp,
      count: 1,
      eventTime: null,
    };
  }

  /**
   * Events are named for the moment, in nanoseconds since 1970 as hexadecimal digits. The clock does not
   * tell two events of one instant apart, so each is one nanosecond on.
   */
  #nanosecondsAt(t: number): string {
    const micros = Math.round(1000 * this.#options.lifetime.clock.epochMillis + 1e6 * t);
    return (BigInt(micros) * 1000n + BigInt(this.#written++)).toString(16);
  }
}
