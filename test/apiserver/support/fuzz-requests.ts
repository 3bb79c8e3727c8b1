import { random } from "../../../sim/model/random.ts";
import { kinds, type Kind } from "../../../sim/store/kinds.ts";
import type { Store } from "../../../sim/store/store.ts";
import type { HttpRequest } from "../../../sim/wire/exchange.ts";

const draw = random(20261124, "fuzz");
const upTo = (limit: number) => Math.floor(draw() * limit);
const pick = <T>(items: readonly T[]): T => items[upTo(items.length)] as T;
export const chance = (probability: number) => draw() < probability;

const junk: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  "",
  " ",
  "x".repeat(300),
  "../..",
  "🦭",
  "\u0000",
  "__proto__",
  "constructor",
  [],
  [null],
  [[]],
  {},
  { a: null },
  { name: 5 },
  { "": "" },
  ["a", "a"],
  "4Gi",
  "-1",
  "NaN",
  "2026-01-01T00:00:00Z",
];
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "", "get"];
const words = [
  "",
  ".",
  "..",
  "%",
  "%2f",
  "%ff",
  "%00",
  "*",
  "status",
  "scale",
  "eviction",
  "log",
  "token",
  "exec",
  "proxy",
  "watch",
  "namespaces",
  "pods",
  "api",
  "apis",
  "v1",
  "kubevirt.io",
  "default",
  "kubevirt",
  "node01",
  "a",
  "toString",
  "__proto__",
  "🦭",
];
const parameters = [
  "watch",
  "limit",
  "continue",
  "resourceVersion",
  "resourceVersionMatch",
  "labelSelector",
  "fieldSelector",
  "timeoutSeconds",
  "sendInitialEvents",
  "allowWatchBookmarks",
  "dryRun",
  "fieldManager",
  "force",
  "fieldValidation",
  "gracePeriodSeconds",
  "propagationPolicy",
  "includeObject",
  "pretty",
  "tailLines",
  "container",
];
const values = [
  "",
  "true",
  "1",
  "-1",
  "0",
  "99999999999999999999",
  "NotOlderThan",
  "Exact",
  "All",
  "a=b",
  "a in (",
  "!a,!!b",
  "metadata.name=a",
  "spec.nodeName!=x",
  "=",
  "%",
  "\\",
  "(",
  ",",
  "Orphan",
  "Foreground",
  "Table",
  "e30=",
  "x".repeat(500),
];
const types = [
  "application/json",
  "application/yaml",
  "application/vnd.kubernetes.protobuf",
  "application/json-patch+json",
  "application/merge-patch+json",
  "application/strategic-merge-patch+json",
  "application/apply-patch+yaml",
  "application/cbor",
  "text/plain",
  "",
  "a/b;c=d",
];
export const accepts = [
  "application/json",
  "*/*",
  "application/json;as=Table;v=v1;g=meta.k8s.io",
  "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
  "application/vnd.kubernetes.protobuf",
  "text/html",
  ";;;",
  ",",
  "a;q=x",
];

export function pathOf(
  { group, version, plural, namespaced }: Kind,
  namespace = "default",
  name = "",
): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${root}${namespaced ? `/namespaces/${namespace}` : ""}/${plural}${name === "" ? "" : `/${name}`}`;
}

const allKinds = [...kinds.values()];

function query(): string {
  const pairs = Array.from(
    { length: upTo(4) },
    () => `${pick(parameters)}=${chance(0.5) ? pick(values) : encodeURIComponent(pick(values))}`,
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** A value with some of what is in it replaced by what should not be there, or gone. */
function spoiled(value: unknown, times: number): unknown {
  const copy = structuredClone(value) as Record<string, unknown>;
  for (let i = 0; i < times; i++) {
    let at = copy;
    for (let depth = upTo(7); depth > 0; depth--) {
      const below = Object.values(at).filter(
        (member): member is Record<string, unknown> => typeof member === "object" && member !== null,
      );
      if (below.length === 0) break;
      at = pick(below);
    }
    const key = pick(Object.keys(at).concat("extra"));
    if (chance(0.2)) Reflect.deleteProperty(at, key);
    else at[key] = structuredClone(pick(junk));
  }
  return copy;
}

function noise(): Uint8Array {
  const bytes = Uint8Array.from({ length: upTo(60) }, () => upTo(256));
  return chance(0.5) ? Uint8Array.from([0x6b, 0x38, 0x73, 0, ...bytes]) : bytes;
}

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** Something that is there, spoiled, written back, patched in, or made anew. */
export function spoiledWrite(store: Store): HttpRequest {
  const kind = pick(allKinds.filter((candidate) => store.list(candidate).length > 0));
  const object = pick(store.list(kind));
  const { name, namespace } = object.metadata;
  const method = pick(["POST", "PUT", "PATCH", "PATCH"]);
  const body = spoiled(object, 1 + upTo(3)) as { metadata?: Record<string, unknown> };
  const type = method === "PATCH" ? pick(types.slice(3, 7)) : "application/json";
  if (method !== "PATCH" && chance(0.8) && typeof body.metadata === "object") {
    body.metadata = {
      ...body.metadata,
      resourceVersion: "",
      ...(method === "POST" ? { name: `f${upTo(40)}` } : {}),
    };
  }
  const path = pathOf(kind, namespace, method === "POST" ? "" : name);
  const part = method !== "POST" && chance(0.2) ? "/status" : "";
  const more =
    type === "application/apply-patch+yaml" ? `?fieldManager=m${upTo(3)}&force=${chance(0.5)}` : query();
  return { method, path: path + part + more, headers: { "content-type": type }, body: encode(body) };
}

/** A list or a watch of a kind that is served, in a namespace that is there, with whatever parameters. */
export function readRequest(): HttpRequest {
  const path = pathOf(pick(allKinds), pick(["default", "kubevirt"]));
  return { method: "GET", path: path + query(), headers: chance(0.5) ? { accept: pick(accepts) } : {} };
}

export function wildRequest(): HttpRequest {
  const kind = pick(allKinds);
  const path = chance(0.5)
    ? pathOf(kind, pick(["default", "kubevirt", ...words]), pick(["", ...words])) +
      (chance(0.3) ? `/${pick(words)}` : "")
    : `/${Array.from({ length: upTo(8) }, () => pick(words)).join("/")}`;
  const body = chance(0.5)
    ? undefined
    : chance(0.4)
      ? noise()
      : encode(
          chance(0.5)
            ? pick(junk)
            : [
                {
                  op: pick(["add", "test", "move"]),
                  path: `/${pick(words)}/${pick(words)}`,
                  value: pick(junk),
                },
              ],
        );
  return {
    method: pick(methods),
    path: path + query(),
    headers: {
      ...(chance(0.5) ? { accept: pick(accepts) } : {}),
      ...(chance(0.8) ? { "content-type": pick(types) } : {}),
      ...(chance(0.05) ? { "impersonate-user": pick(words) } : {}),
    },
    ...(body === undefined ? {} : { body }),
  };
}
