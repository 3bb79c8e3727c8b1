import type { StoreEventType } from "../../store/event-log.ts";
import type { KubeObject } from "../../store/object.ts";
import type { Store } from "../../store/store.ts";
import type { EventStream, StreamSink } from "../../wire/exchange.ts";
import type { Representation } from "../representation/representation.ts";
import { candidates } from "../selectors/selection.ts";
import { tooOldResourceVersion } from "../status.ts";
import { Change, eventLine, transitionOf } from "./change.ts";
import type { Cancel } from "./deadlines.ts";
import type { WatchHub } from "./watch-hub.ts";
import type { Watch, Watcher } from "./watcher.ts";

/** Lines are handed to the wire in pieces of about this many characters, not one by one. */
const chunkLength = 32 * 1024;
/** How many events may concern a client that does not read before it is cut off: it can resume from the event log. */
const mostEventsUnread = 5_000;
const bookmarkSeconds = 60;

/**
 * One client's watch: a place in the event log. A client that reads is told of each event as it happens. For
 * one that does not nothing is queued: when it reads again it is told what the log has, and one that stays
 * behind is cut off.
 */
export class WatchStream implements EventStream, Watcher {
  readonly watch: Watch;
  readonly #store: Store;
  readonly #hub: WatchHub;
  readonly #plans: Cancel[] = [];
  #representation: Representation;
  #sink: StreamSink | undefined;
  #initial: readonly KubeObject[] = [];
  #told = 0;
  #saidInitialEnd: boolean;
  /** Everything up to this resourceVersion has been told or is none of this watch's business. */
  #position = 0;
  /** Events after `#position` may have happened that were not told. */
  #behind = true;
  /** The client has to read before more is written. */
  #full = false;
  /** Events that concern the client and have happened since it last read. */
  #unread = 0;

  constructor(watch: Watch, store: Store, hub: WatchHub) {
    this.watch = watch;
    this.#store = store;
    this.#hub = hub;
    this.#representation = watch.representation;
    this.#saidInitialEnd = !watch.endOfInitialEvents;
  }

  open(sink: StreamSink): void {
    const { resource, namespace, selection, after, timeoutSeconds, bookmarks } = this.watch;
    this.#sink = sink;
    this.#position = after ?? this.#store.resourceVersion;
    if (after === undefined) {
      const objects = candidates(this.#store, resource.kind, namespace, selection);
      this.#initial = selection.everything ? objects : objects.filter(selection.matches);
    }
    this.#hub.add(this);
    this.#plans.push(this.#hub.deadlines.after(timeoutSeconds, () => this.#timeOut()));
    if (bookmarks) this.#planBookmark();
    sink.onDrain(() => {
      this.#full = false;
      this.#unread = 0;
      this.#catchUp();
    });
    this.#catchUp();
  }

  /** The client is gone. */
  close(): void {
    this.#forget();
  }

  /** Ends the answer as a server does that is done with it. */
  end(): void {
    const sink = this.#sink;
    this.#forget();
    sink?.end();
  }

  /** Something happened to an object that this watch may be about. It is told of every such change. */
  tell(change: Change): void {
    const { resourceVersion } = change.event;
    if (resourceVersion <= this.#position) return;
    if (this.#full || this.#behind) {
      // What it was not told of until now was about others: there is nothing to look up before this.
      if (!this.#behind) this.#position = resourceVersion - 1;
      this.#behind = true;
      if (this.#typeOf(change) !== undefined) this.#unread += 1;
      if (this.#unread > mostEventsUnread) this.end();
      return;
    }
    this.#position = resourceVersion;
    const line = this.#lineOf(change);
    if (line !== "") this.#write(line);
  }

  #catchUp(): void {
    this.#tellInitial();
    this.#tellInitialEnd();
    if (!this.#full && this.#behind) this.#tellPast();
  }

  #tellInitial(): void {
    const { resource } = this.watch;
    while (!this.#full && this.#told < this.#initial.length) {
      let chunk = "";
      for (; chunk.length < chunkLength && this.#told < this.#initial.length; this.#told++) {
        const object = this.#initial[this.#told] as KubeObject;
        chunk += eventLine("ADDED", this.#inTurn().object(resource, object));
      }
      this.#write(chunk);
    }
    if (this.#told === this.#initial.length) this.#initial = [];
  }

  #tellInitialEnd(): void {
    if (this.#full || this.#saidInitialEnd || this.#initial.length > 0) return;
    this.#saidInitialEnd = true;
    this.#writeBookmark({ "k8s.io/initial-events-end": "true" });
  }

  #tellPast(): void {
    const events = this.#store.eventsSince(this.#position);
    if (events === undefined) return this.#expire();
    let chunk = "";
    for (const event of events) {
      if (event.kind === this.watch.resource.kind) chunk += this.#lineOf(new Change(event));
      this.#position = event.resourceVersion;
      if (chunk.length < chunkLength) continue;
      this.#write(chunk);
      chunk = "";
      if (this.#full) return;
    }
    this.#behind = false;
    if (chunk !== "") this.#write(chunk);
  }

  /** The line that tells of a change; empty when it is none of this watch's business. */
  #lineOf(change: Change): string {
    const type = this.#typeOf(change);
    return type === undefined ? "" : change.line(type, this.watch.resource, this.#inTurn());
  }

  /** What a change is to this watch; undefined when it is none of its business. */
  #typeOf({ event }: Change): StoreEventType | undefined {
    const { namespace, selection } = this.watch;
    if (namespace !== undefined && event.object.metadata.namespace !== namespace) return undefined;
    return selection.everything ? event.type : transitionOf(event, selection.matches);
  }

  /** The representation for the next event: the first one of a watch may have more to say. */
  #inTurn(): Representation {
    const representation = this.#representation;
    this.#representation = representation.following;
    return representation;
  }

  #planBookmark(): void {
    const cancel = this.#hub.deadlines.after(bookmarkSeconds, () => {
      this.#plans.splice(this.#plans.indexOf(cancel), 1);
      if (!this.#full && !this.#behind) this.#bookmarkNow();
      this.#planBookmark();
    });
    this.#plans.push(cancel);
  }

  #bookmarkNow(): void {
    this.#position = this.#store.resourceVersion;
    this.#writeBookmark();
  }

  #writeBookmark(annotations?: Readonly<Record<string, string>>): void {
    const metadata = { resourceVersion: String(this.#position), ...(annotations && { annotations }) };
    this.#write(eventLine("BOOKMARK", this.watch.representation.bookmark(this.watch.resource, metadata)));
  }

  /** A last bookmark lets the client go on from here although nothing of its kind has happened for long. */
  #timeOut(): void {
    if (this.watch.bookmarks && !this.#full && !this.#behind) this.#bookmarkNow();
    this.end();
  }

  #expire(): void {
    const { status } = tooOldResourceVersion(this.#position, this.#store.oldestResourceVersion);
    this.#write(eventLine("ERROR", JSON.stringify(status)));
    this.end();
  }

  #write(chunk: string): void {
    if (this.#sink?.write(chunk) === false) this.#full = true;
  }

  #forget(): void {
    this.#sink = undefined;
    this.#initial = [];
    this.#hub.remove(this);
    for (const cancel of this.#plans.splice(0)) cancel();
  }
}
