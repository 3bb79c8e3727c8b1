import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { Apiserver } from "../../sim/apiserver/apiserver.ts";
import { identityOf, type Identity } from "../../sim/apiserver/identity.ts";
import { roleBindingKind, roleKind } from "../../sim/store/objects/rbac.ts";
import { kinds, type Kind } from "../../sim/store/kinds.ts";
import type { Draft, KubeObject } from "../../sim/store/object.ts";
import { isEventStream, type HttpReply, type HttpRequest } from "../../sim/wire/exchange.ts";
import { atOnce } from "../support/at-once.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";
import { simulationOf } from "../support/simulation.ts";
import { admin, apiserverOf, configMap, configMaps } from "./support/apiserver.ts";
import { accepts, chance, pathOf, readRequest, spoiledWrite, wildRequest } from "./support/fuzz-requests.ts";

function target() {
  const simulated = simulationOf(scenario({ virtualMachines: [virtualMachine("a"), virtualMachine("b")] }));
  return { ...simulated, ...apiserverOf({ store: simulated.store, clock: simulated.clock }) };
}

/** Why an answer is none that a client may get; undefined for a proper one. */
function fault({ status, body }: HttpReply): string | undefined {
  if (isEventStream(body)) return status === 200 ? undefined : `a stream with status ${status}`;
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  if (status === 500) return text;
  if (status < 400 || text === "404 page not found\n") return undefined;
  const answer = JSON.parse(text) as { kind?: string; status?: string; code?: number; message?: string };
  const proper =
    answer.kind === "Status" &&
    answer.status === "Failure" &&
    answer.code === status &&
    (answer.message ?? "") !== "";
  return proper ? undefined : text;
}

/** What a controller threw over what it found in the store. */
function crashOf(run: () => void): string[] {
  try {
    run();
    return [];
  } catch (error) {
    const { message, stack = "" } = error as Error;
    return [`${message.replace(/"[^"]*"/g, '"…"')} ${stack.split("\n")[1]?.trim() ?? ""}`];
  }
}

/** Asks as a client that opens what it is given, reads it and leaves; returns the answer and all it was told. */
function asked(
  apiserver: Apiserver,
  request: HttpRequest,
  identity: Identity,
): { reply: HttpReply; told: string } {
  const reply = atOnce(apiserver.handle(request, identity));
  const { body } = reply;
  if (!isEventStream(body))
    return { reply, told: typeof body === "string" ? body : new TextDecoder().decode(body) };
  let told = "";
  body.open({ write: (chunk) => ((told += chunk), true), onDrain: () => undefined, end: () => undefined });
  body.close("gone");
  return { reply, told };
}

/** Someone who may do everything in the namespace `default`, and nothing elsewhere. */
const tenant = identityOf("system:serviceaccount:default:tenant");
const secret = "what nobody in another namespace may know";

/** What requests of others have spoiled or deleted of that is put right. */
function admitTenant({ store }: ReturnType<typeof target>): void {
  const put = <T extends KubeObject>(kind: Kind<T>, draft: Draft<T>) => {
    const { namespace, name = "" } = draft.metadata;
    if (store.get(kind, namespace, name) === undefined) store.create(kind, draft);
    else store.update(kind, draft);
  };
  const everything = { apiGroups: ["*"], resources: ["*"], verbs: ["*"] };
  const metadata = { name: "tenant", namespace: "default" };
  const apiVersion = "rbac.authorization.k8s.io/v1";
  put(roleKind, { apiVersion, kind: "Role", metadata, rules: [everything] });
  put(roleBindingKind, {
    apiVersion,
    kind: "RoleBinding",
    metadata,
    subjects: [{ kind: "ServiceAccount", name: "tenant", namespace: "default" }],
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "tenant" },
  });
  put(configMaps, configMap("hidden", { data: { secret } }, { namespace: "kubevirt" }));
}

setFlagsFromString("--expose_gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** What is kept beside the objects themselves, in bytes: the log of past events is let go of first. */
function heapBytes({ store }: ReturnType<typeof target>): number {
  store.compact(store.resourceVersion);
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

test("ten thousand requests that make no sense are each answered properly, and the cluster lives on", () => {
  const server = target();
  admitTenant(server);
  const { apiserver, clock, store } = server;
  const faults: string[] = [];
  const crashes: string[] = [];
  let allowed = 0;
  const requestOf = (identity: Identity) =>
    chance(0.4) ? spoiledWrite(store) : identity === tenant ? readRequest() : wildRequest();
  const send = (count: number) => {
    for (let i = 1; i <= count; i++) {
      const identity = chance(0.3) ? tenant : admin;
      const request = requestOf(identity);
      const { reply, told } = asked(apiserver, request, identity);
      const found = fault(reply);
      if (found !== undefined)
        faults.push(`${request.method} ${request.path} ${request.headers["content-type"] ?? ""}: ${found}`);
      if (identity === tenant) {
        if (told.includes(secret))
          faults.push(`${request.method} ${request.path}: told to whom it is not for`);
        if (reply.status < 300) allowed++;
      }
      if (i % 20 === 0) admitTenant(server);
      // What was written is acted upon: controllers have to live with all that was let in.
      if (i % 50 === 0) crashes.push(...crashOf(() => clock.advanceSync(clock.now() + 1)));
    }
  };
  send(4_000);
  const before = heapBytes(server);
  send(6_000);
  // One and a half times as many again: what each left behind would show.
  expect(heapBytes(server) / before).toBeLessThan(1.25);
  expect(apiserver.watches).toBe(0);
  expect(allowed).toBeGreaterThan(100);
  expect(faults).toEqual([]);
  expect([...new Set(crashes)]).toEqual([]);
  for (const kind of kinds.values()) {
    if (server.ask("GET", pathOf(kind)).status === 404) continue;
    const { status, body } = server.ask("GET", pathOf(kind));
    expect({ kind: kind.kind, status, count: body.items.length }).toEqual({
      kind: kind.kind,
      status: 200,
      count: store.list(kind, kind.namespaced ? "default" : undefined).length,
    });
    expect(server.ask("GET", pathOf(kind), { accept: accepts[2] ?? "" }).status).toBe(200);
  }
}, 120_000);
