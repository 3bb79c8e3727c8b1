import type { KubeObject } from "../../store/object.ts";
import { StatusError, type Status } from "../rest/status-error.ts";

/** One line of a watch. */
export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  readonly object: KubeObject;
}

/**
 * Cuts the body of a watch into events, whatever pieces it comes in. Throws StatusError for an ERROR event
 * and for a line that is none; an unfinished last line is left unread, as client-go leaves it.
 */
export class WatchEventReader {
  #rest = "";

  /** The events that are complete with this piece. */
  *read(chunk: string): Generator<WatchEvent> {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.trim() !== "") yield parseEvent(line);
    }
  }
}

function parseEvent(line: string): WatchEvent {
  const event = parseJson(line);
  switch (event?.type) {
    case "ADDED":
    case "MODIFIED":
    case "DELETED":
    case "BOOKMARK":
      if (!isObject(event.object))
        throw new StatusError(500, "InternalError", `no object: ${line.slice(0, 200)}`);
      return event as WatchEvent;
    case "ERROR": {
      const status = (event.object ?? {}) as Status;
      throw StatusError.fromStatus(status.code ?? 500, status);
    }
    default:
      throw new StatusError(500, "InternalError", `no watch event: ${line.slice(0, 200)}`);
  }
}

function isObject(object: object | undefined): boolean {
  const { metadata } = (object ?? {}) as { readonly metadata?: { readonly resourceVersion?: unknown } };
  return typeof metadata?.resourceVersion === "string";
}

function parseJson(line: string): { readonly type?: string; readonly object?: object } | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
