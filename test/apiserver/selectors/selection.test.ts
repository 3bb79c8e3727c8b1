import { expect, test } from "vitest";
import { ApiError } from "../../../sim/apiserver/status.ts";
import { labelPredicate, parseLabelRequirements } from "../../../sim/apiserver/selectors/label-selector.ts";
import { parseFieldSelector } from "../../../sim/apiserver/selectors/field-selector.ts";
import { kindNamed } from "../../../sim/store/kinds.ts";
import { apiserverOf, namesOf } from "../support/apiserver.ts";

const labelled = [undefined, {}, { app: "web" }, { app: "db", tier: "" }, { app: "", tier: "5" }];
const matched = (selector: string) =>
  labelled.flatMap((labels, index) =>
    labelPredicate(parseLabelRequirements(selector))(labels) ? [index] : [],
  );

test.each([
  ["", [0, 1, 2, 3, 4]],
  ["app=web", [2]],
  ["app==web", [2]],
  ["app = web", [2]],
  ["app!=web", [0, 1, 3, 4]],
  ["app in (web,db)", [2, 3]],
  ["app in (web, )", [2, 4]],
  ["app notin (web,db)", [0, 1, 4]],
  ["app", [2, 3, 4]],
  ["!app", [0, 1]],
  ["app,tier", [3, 4]],
  ["app!=web,tier=", [3]],
  ["tier=", [3]],
  ["app=", [4]],
  ["tier>4", [4]],
  ["tier<4", []],
] as const)("R5 the label selector %j matches what Kubernetes says it does", (selector, expected) => {
  expect(matched(selector)).toEqual(expected);
});

test.each(["=", "a=b=c", "a in b", "a in (b", "a,", ",a", "!", "a>b", "a b", "a/b/c", "(", "-a", "a=b c"])(
  "R7 the label selector %j is 400",
  (selector) => {
    if (selector === "a==") expect(() => parseLabelRequirements(selector)).not.toThrow();
    else expect(() => parseLabelRequirements(selector)).toThrow(ApiError);
  },
);

test("R5 selectors arrive percent-encoded, with + for a blank", () => {
  const { ask, store } = apiserverOf();
  const nodes = kindNamed("nodes");
  for (const [name, zone] of [
    ["a", "x"],
    ["b", "y"],
    ["c", "z"],
  ] as const) {
    store.create(nodes, {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name, labels: { "kubevirt.io/zone": zone } },
    });
  }
  expect(namesOf(ask("GET", "/api/v1/nodes?labelSelector=kubevirt.io%2Fzone+in+%28x%2Cz%29").body)).toEqual([
    "a",
    "c",
  ]);
});

function podsWhere(fieldSelector: string): string[] {
  const { ask, store } = apiserverOf();
  for (const [name, nodeName, phase] of [
    ["a", "n1", "Running"],
    ["b", "n1", "Succeeded"],
    ["c", undefined, "Pending"],
  ] as const) {
    store.create(kindNamed("pods"), {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "default" },
      spec: { ...(nodeName === undefined ? {} : { nodeName }), restartPolicy: "Always" },
      status: { phase },
    } as never);
  }
  return namesOf(ask("GET", `/api/v1/pods?fieldSelector=${encodeURIComponent(fieldSelector)}`).body);
}

test.each([
  ["metadata.name=b", ["b"]],
  ["metadata.namespace!=default", []],
  ["spec.nodeName=n1,status.phase!=Succeeded,status.phase!=Failed", ["a"]],
  ["spec.nodeName=", ["c"]],
  ["status.phase==Pending", ["c"]],
  ["spec.restartPolicy!=Always", []],
] as const)("R6 the field selector %s matches", (selector, expected) => {
  expect(podsWhere(selector)).toEqual(expected);
});

test("R6 a backslash takes the meaning from a comma or an equals sign", () => {
  expect(parseFieldSelector(String.raw`a=b\,c\=d\\,e!=f`)).toEqual([
    { field: "a", equal: true, value: String.raw`b,c=d\ `.trim() },
    { field: "e", equal: false, value: "f" },
  ]);
});

test.each(["spec.nodeName", "=a", String.raw`metadata.name=a\x`, "metadata.name=a=b"])(
  "R7 the field selector %j is 400",
  (selector) => {
    expect(
      apiserverOf().ask("GET", `/api/v1/pods?fieldSelector=${encodeURIComponent(selector)}`).status,
    ).toBe(400);
  },
);

test.each([
  ["/api/v1/pods", "spec.unknown"],
  ["/api/v1/configmaps", "data.x"],
  ["/apis/kubevirt.io/v1/virtualmachineinstances", "status.phase"],
])("R7 on %s a selector by %s is 400, and says that the field is not supported", (path, field) => {
  const { status, body } = apiserverOf().ask("GET", `${path}?fieldSelector=${field}%3Dx`);
  expect(status).toBe(400);
  expect(body.message).toContain(`field label not supported: ${field}`);
});

test("R8 events can be found by the object they are about", () => {
  const { ask, store } = apiserverOf();
  for (const name of ["a", "b"]) {
    store.create(kindNamed("events"), {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: `${name}.1`, namespace: "default" },
      involvedObject: { kind: "Pod", name, namespace: "default", uid: `uid-${name}` },
      reason: "Started",
      type: "Normal",
      source: { component: "kubelet" },
    } as never);
  }
  const selector =
    "involvedObject.name=b,involvedObject.namespace=default,involvedObject.uid=uid-b,type=Normal,source=kubelet";
  expect(
    namesOf(
      ask("GET", `/api/v1/namespaces/default/events?fieldSelector=${encodeURIComponent(selector)}&limit=500`)
        .body,
    ),
  ).toEqual(["b.1"]);
});
