import type { StoreEvent, StoreEventType } from "../../store/event-log.ts";
import type { KubeObject } from "../../store/object.ts";
import type { Representation } from "../representation/representation.ts";
import type { Resource } from "../resource.ts";

/** One change on its way to watchers: each way to put it is serialised once, for all who want it so. */
export class Change {
  readonly event: StoreEvent;
  readonly #lines = new Map<string, string>();
  #leaving: KubeObject | undefined;

  constructor(event: StoreEvent) {
    this.event = event;
  }

  /** The line of a watch that tells of this change as `type`. */
  line(type: StoreEventType, resource: Resource, representation: Representation): string {
    const key = `${type} ${representation.key} ${resource.version}`;
    let line = this.#lines.get(key);
    if (line === undefined) {
      line = eventLine(type, representation.object(resource, this.#objectAs(type)));
      this.#lines.set(key, line);
    }
    return line;
  }

  /**
   * Who watches with a selector is told DELETED when an object no longer matches: the last state that did,
   * with the resourceVersion of the change.
   */
  #objectAs(type: StoreEventType): KubeObject {
    const { object, previous } = this.event;
    if (type !== "DELETED" || this.event.type === "DELETED" || previous === undefined) return object;
    const { resourceVersion } = object.metadata;
    return (this.#leaving ??= { ...previous, metadata: { ...previous.metadata, resourceVersion } });
  }
}

/** What a change is to someone who only sees what `matches`; undefined when it is nothing to them. */
export function transitionOf(
  { type, object, previous }: StoreEvent,
  matches: (object: KubeObject) => boolean,
): StoreEventType | undefined {
  const before = previous !== undefined && matches(previous);
  const after = type !== "DELETED" && matches(object);
  if (before) return after ? "MODIFIED" : "DELETED";
  return after ? "ADDED" : undefined;
}

/** One line of a watch. `object` is JSON. */
export function eventLine(type: StoreEventType | "BOOKMARK" | "ERROR", object: string): string {
  return `{"type":"${type}","object":${object}}\n`;
}
