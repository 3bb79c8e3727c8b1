import { ManualClock } from "../../../sim/clock/manual.ts";
import { Informer } from "../../../sim/components/informer/informer.ts";
import { random } from "../../../sim/model/random.ts";
import { kindNamed } from "../../../sim/store/kinds.ts";
import type { KubeObject } from "../../../sim/store/object.ts";
import type { HttpRequest } from "../../../sim/wire/exchange.ts";
import { scriptedClient, type Script } from "../scripted-transport.ts";

export function node(name: string, resourceVersion: string, labels: Record<string, string> = {}): KubeObject {
  const metadata = { name, uid: name, resourceVersion, creationTimestamp: "2026-01-01T00:00:00Z", labels };
  return { apiVersion: "v1", kind: "Node", metadata };
}

export function list(resourceVersion: string, ...items: KubeObject[]): Script {
  return { status: 200, body: { kind: "NodeList", metadata: { resourceVersion }, items } };
}

export function isWatch(request: HttpRequest): boolean {
  return request.path.includes("watch=true");
}

/** An informer of nodes that has listed `a` at resourceVersion 100 and watches; then `script` takes over. */
export async function watching(options: { keep?: boolean } = {}) {
  const clock = new ManualClock();
  const scripted = scriptedClient(clock, (request) =>
    isWatch(request) ? "watch" : list("100", node("a", "7")),
  );
  const heard: string[] = [];
  const failures: Error[] = [];
  const informer = new Informer({
    client: scripted.client,
    lifetime: scripted.lifetime,
    resource: { kind: kindNamed("nodes") },
    draw: random(1, "test"),
    failed: (error) => failures.push(error),
    keep: options.keep ?? true,
  });
  informer.listen({
    onAdd: ({ metadata }) => heard.push(`add ${metadata.name}`),
    onUpdate: ({ metadata }, old) =>
      heard.push(`update ${metadata.name} ${old.metadata.resourceVersion}→${metadata.resourceVersion}`),
    onDelete: ({ metadata }) => heard.push(`delete ${metadata.name}`),
  });
  informer.start();
  await clock.advance(5);
  await informer.synced;
  const { transport } = scripted;
  const parameters = () =>
    transport.requests.map((request) => Object.fromEntries(new URL(request.path, "http://x").searchParams));
  /** What has been asked for since, as `LIST`, `LIST@7` or `WATCH@100`, with when. */
  const asked = (from = 2) =>
    transport.requests.slice(from).map((request, index) => {
      const { resourceVersion } = parameters()[from + index] ?? {};
      const verb = isWatch(request) ? "WATCH" : "LIST";
      return resourceVersion === undefined ? verb : `${verb}@${resourceVersion}`;
    });
  const waits = (from = 2) =>
    transport.requests.slice(from).map(({ t }, index) => t - (transport.requests[from + index - 1]?.t ?? 0));
  const watch = () => {
    const open = transport.watches.at(-1);
    if (open === undefined) throw new Error("no watch is open");
    return open;
  };
  return { ...scripted, clock, informer, heard, failures, parameters, asked, waits, watch };
}
