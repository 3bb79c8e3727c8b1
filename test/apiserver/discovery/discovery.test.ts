import { expect, test } from "vitest";
import { apiserverOf } from "../support/apiserver.ts";

const aggregatedAccept =
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

interface Aggregated {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources: readonly AggregatedResource[];
    }[];
  }[];
}

interface AggregatedResource {
  readonly resource: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly subresources?: readonly { readonly subresource: string; readonly verbs: readonly string[] }[];
}

function line(
  group: string,
  version: string,
  name: string,
  verbs: readonly string[],
  shortNames: readonly string[] = [],
): string {
  return `${group}/${version} ${name} ${verbs.join(",")} ${shortNames.join(",")}`;
}

test("D1 D2 /api lists the core versions, /apis every group with its versions", () => {
  const { ask } = apiserverOf();
  expect(ask("GET", "/api").body).toMatchObject({ kind: "APIVersions", versions: ["v1"] });
  const { kind, groups } = ask("GET", "/apis").body;
  expect(kind).toBe("APIGroupList");
  expect(groups).toContainEqual({
    name: "kubevirt.io",
    versions: [
      { groupVersion: "kubevirt.io/v1", version: "v1" },
      { groupVersion: "kubevirt.io/v1alpha3", version: "v1alpha3" },
    ],
    preferredVersion: { groupVersion: "kubevirt.io/v1", version: "v1" },
  });
});

test("D3 both come aggregated when asked for so, and say so in their Content-Type", () => {
  const { ask } = apiserverOf();
  for (const path of ["/api?timeout=32s", "/apis?timeout=32s"]) {
    const { headers, body } = ask("GET", path, { accept: aggregatedAccept });
    expect(headers).toMatchObject({
      "content-type": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
      vary: "Accept",
    });
    expect(body).toMatchObject({ kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2" });
  }
});

test("D3 the aggregated documents and those of each version tell of the same resources", () => {
  const { ask } = apiserverOf();
  const aggregated = ["/api", "/apis"]
    .map((path) => JSON.parse(ask("GET", path, { accept: aggregatedAccept }).text) as Aggregated)
    .flatMap(({ items }) => items)
    .flatMap(({ metadata, versions }) => versions.map((version) => ({ group: metadata.name, ...version })))
    .flatMap(({ group, version, resources }) =>
      resources.flatMap(({ resource, verbs, shortNames = [], subresources = [] }) => [
        ...(verbs.length === 0 ? [] : [line(group, version, resource, verbs, shortNames)]),
        ...subresources.map((part) => line(group, version, `${resource}/${part.subresource}`, part.verbs)),
      ]),
    );
  const groups = ask("GET", "/apis").body.groups.flatMap(({ name, versions }) =>
    versions.map(({ version }) => ({ group: name, version, path: `/apis/${name}/${version}` })),
  );
  const legacy = [{ group: "", version: "v1", path: "/api/v1" }, ...groups].flatMap(
    ({ group, version, path }) =>
      ask("GET", path).body.resources.map(({ name, verbs, shortNames }) =>
        line(group, version, name, verbs, shortNames),
      ),
  );
  expect(legacy.length).toBeGreaterThan(80);
  expect([...legacy].sort()).toEqual([...aggregated].sort());
});

test("D4 a resource list has names, kinds, verbs and short names; pods/eviction is of policy/v1", () => {
  const { body } = apiserverOf().ask("GET", "/api/v1?timeout=32s");
  expect(body).toMatchObject({ kind: "APIResourceList", groupVersion: "v1" });
  expect(body.resources).toContainEqual({
    name: "pods",
    singularName: "pod",
    namespaced: true,
    kind: "Pod",
    verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
    shortNames: ["po"],
    categories: ["all"],
  });
  expect(body.resources).toContainEqual({
    name: "pods/eviction",
    singularName: "",
    namespaced: true,
    group: "policy",
    version: "v1",
    kind: "Eviction",
    verbs: ["create"],
  });
});

test("D5 a group can be asked for by itself", () => {
  expect(apiserverOf().ask("GET", "/apis/apps").body).toMatchObject({
    kind: "APIGroup",
    name: "apps",
    preferredVersion: { groupVersion: "apps/v1" },
  });
});

test.each([
  "/apis/nothing.example",
  "/apis/apps/v9",
  "/apis/apps/v9/deployments",
  "/nothing",
  "/api/v2/pods",
])("D9 %s is 404 as plain text, as from a real server", (path) => {
  const { status, text, headers } = apiserverOf().ask("GET", path);
  expect({ status, text }).toEqual({ status: 404, text: "404 page not found\n" });
  expect(headers["content-type"]).toMatch(/^text\/plain/);
});

test.each([
  "/api/v1/nothings",
  "/api/v1/namespaces/default/nodes",
  "/api/v1/pods/a",
  "/api/v1/namespaces/default/pods/a/nothing",
  "/apis/apps/v1/namespaces/default/pods",
])("D9 %s, in a group that is served, is 404 with a Status", (path) => {
  expect(apiserverOf().ask("GET", path)).toMatchObject({
    status: 404,
    body: { kind: "Status", reason: "NotFound", message: "the server could not find the requested resource" },
  });
});
