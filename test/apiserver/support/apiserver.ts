import { onTestFinished } from "vitest";
import { buildApiserver } from "../../../sim/apiserver/apiserver.ts";
import type { Identity } from "../../../sim/apiserver/identity.ts";
import { identityOf } from "../../../sim/apiserver/identity.ts";
import { ManualClock } from "../../../sim/clock/manual.ts";
import { startAdmission } from "../../../sim/store/admission/start.ts";
import { ensureNamespace } from "../../../sim/store/bootstrap/kubernetes.ts";
import { kindNamed, kinds } from "../../../sim/store/kinds.ts";
import { definitionDraft, definitionKind } from "../../../sim/store/objects/custom-resource-definition.ts";
import type { ObjectMeta } from "../../../sim/store/object.ts";
import { Store } from "../../../sim/store/store.ts";
import { atOnce } from "../../support/at-once.ts";
import { isEventStream, type HttpReply, type StreamSink } from "../../../sim/wire/exchange.ts";

export const admin = identityOf("system:admin");
export const tokens = new Map([
  ["admin-token", "system:admin"],
  ["monitor-token", "system:serviceaccount:monitoring:prometheus-k8s"],
]);

/**
 * What tests look at in answers of every kind. No answer has all of it: what one lacks is undefined, and the
 * expectation on it fails.
 */
export interface Body {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: ObjectMeta & { readonly continue: string; readonly remainingItemCount: number };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, string>>;
  readonly items: readonly Body[];
  readonly groups: readonly { readonly name: string; readonly versions: readonly GroupVersionEntry[] }[];
  readonly resources: readonly ResourceEntry[];
  readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: Body }[];
  readonly message: string;
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly gitVersion: string;
}

interface GroupVersionEntry {
  readonly groupVersion: string;
  readonly version: string;
}

interface ResourceEntry {
  readonly name: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as JSON. */
  readonly body: Body;
}

export function namesOf({ items }: Body): string[] {
  return items.map(({ metadata }) => metadata.name);
}

export interface Asked {
  readonly accept?: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly as?: Identity;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An API server over a store of its own, on a manual clock. */
export function apiserverOf(options: { store?: Store; clock?: ManualClock; eventLogCapacity?: number } = {}) {
  const clock = options.clock ?? new ManualClock();
  const store = options.store ?? storeOn(clock, options.eventLogCapacity);
  const apiserver = buildApiserver({ store, clock, seed: 1, tokens });
  onTestFinished(() => apiserver.close());

  const reply = (method: string, path: string, asked: Asked = {}): HttpReply => {
    const body = bytesOf(asked.body);
    const answer = apiserver.handle(
      {
        method,
        path,
        headers: {
          ...(asked.accept === undefined ? {} : { accept: asked.accept }),
          ...(body === undefined ? {} : { "content-type": asked.contentType ?? "application/json" }),
          ...asked.headers,
        },
        ...(body === undefined ? {} : { body }),
      },
      asked.as ?? admin,
    );
    return atOnce(answer);
  };
  const ask = (method: string, path: string, asked: Asked = {}): Answer =>
    answerOf(reply(method, path, asked));
  const watch = (path: string, asked: Asked & { reading?: boolean } = {}) =>
    watched(reply("GET", path, asked), asked.reading);
  return { clock, store, apiserver, reply, ask, watch };
}

function storeOn(clock: ManualClock, eventLogCapacity: number | undefined): Store {
  const store = new Store({
    clock,
    seed: 1,
    startResourceVersion: 1000,
    ...(eventLogCapacity === undefined ? {} : { eventLogCapacity }),
  });
  startAdmission(store);
  defineCustomKinds(store);
  ensureNamespace(store, "default");
  ensureNamespace(store, "monitoring");
  return store;
}

/** The kinds that KubeVirt and prometheus-operator bring into a cluster. */
export function defineCustomKinds(store: Store): void {
  for (const kind of kinds.values()) {
    if (/kubevirt\.io$|coreos\.com$/.test(kind.group))
      store.create(definitionKind, definitionDraft(kind, "2026-01-01T00:00:00Z", {}));
  }
}

function bytesOf(body: unknown): Uint8Array | undefined {
  if (body === undefined || body instanceof Uint8Array) return body;
  return new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
}

export function answerOf(reply: HttpReply | Promise<HttpReply>): Answer {
  const { status, headers, body } = atOnce(reply);
  if (isEventStream(body)) throw new Error("expected a whole answer, got a stream");
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  return {
    status,
    headers,
    text,
    get body() {
      return JSON.parse(text) as Body;
    },
  };
}

export interface WatchEvent {
  readonly type: string;
  readonly object: Body;
}

/** An opened watch, and what its client has been told; `read` makes the client begin or stop to read. */
export function watched(given: HttpReply | Promise<HttpReply>, readingAtFirst = true) {
  const reply = atOnce(given);
  if (!isEventStream(reply.body))
    throw new Error(`expected a stream, got ${reply.status} ${String(reply.body)}`);
  const stream = reply.body;
  let text = "";
  let ended = false;
  let reading = readingAtFirst;
  let resume: () => void = () => undefined;
  const sink: StreamSink = {
    write: (chunk) => {
      text += chunk;
      return reading;
    },
    onDrain: (given) => (resume = given),
    end: () => (ended = true),
  };
  stream.open(sink);
  onTestFinished(() => stream.close("test is over"));
  return {
    reply,
    stream,
    text: () => text,
    events: () => eventsIn(text),
    /** `ADDED a`, for short. */
    told: () =>
      eventsIn(text).map(({ type, object: { metadata } }) => [type, metadata.name].join(" ").trim()),
    ended: () => ended,
    read: (wanted: boolean) => {
      reading = wanted;
      if (wanted) resume();
    },
  };
}

function eventsIn(text: string): WatchEvent[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as WatchEvent);
}

export const configMaps = kindNamed("configmaps");

export function configMap(name: string, more: Record<string, unknown> = {}, metadata: object = {}) {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "default", ...metadata },
    ...more,
  };
}

/** A pod that is valid, and asks for as little as can be. */
export function pod(name: string, spec: object = {}, metadata: object = {}) {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, ...metadata },
    spec: { containers: [{ name: "c", image: "x" }], ...spec },
  };
}

/** The least that KubeVirt takes for a VirtualMachine. */
export function virtualMachine(name: string, spec: object = {}) {
  return {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachine",
    metadata: { name },
    spec: { runStrategy: "Halted", template: { spec: { domain: { devices: {} } } }, ...spec },
  };
}
