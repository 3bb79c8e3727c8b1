import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { expect, test } from "vitest";
import { decodeProtobuf } from "../../../sim/apiserver/protobuf/decode.ts";
import { messageNamed, messageNames, messageOfKind } from "../../../sim/apiserver/protobuf/messages.ts";
import { scalars } from "../../../sim/apiserver/protobuf/values.ts";
import { kinds } from "../../../sim/store/kinds.ts";
import { ApiError } from "../../../sim/apiserver/status.ts";
import { apiserverOf, configMap, namesOf } from "../support/apiserver.ts";

const contentType = "application/vnd.kubernetes.protobuf";

type Write = (writer: BinaryWriter) => void;

function bytes(write: Write): Uint8Array {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
}

const text =
  (number: number, value: string): Write =>
  (writer) =>
    writer.tag(number, WireType.LengthDelimited).string(value);
const inner =
  (number: number, ...fields: readonly Write[]): Write =>
  (writer) =>
    writer
      .tag(number, WireType.LengthDelimited)
      .bytes(bytes((below) => fields.forEach((field) => field(below))));
const int =
  (number: number, value: number): Write =>
  (writer) =>
    writer.tag(number, WireType.Varint).int64(value);

/** A body as client-go writes it: `k8s`, zero, and the object in a runtime.Unknown. */
function body(apiVersion: string, kind: string, ...fields: readonly Write[]): Uint8Array {
  const unknown = bytes((writer) => {
    inner(1, text(1, apiVersion), text(2, kind))(writer);
    inner(2, ...fields)(writer);
    text(3, "")(writer);
    text(4, "")(writer);
  });
  return Uint8Array.from([0x6b, 0x38, 0x73, 0x00, ...unknown]);
}

const metadata = (name: string) => inner(1, text(1, name), text(2, ""), text(3, ""), inner(8));

test("M20 a ConfigMap is read with its data", () => {
  const sent = body(
    "v1",
    "ConfigMap",
    metadata("a"),
    inner(2, text(1, "k"), text(2, "v")),
    inner(2, text(1, "j"), text(2, "")),
  );
  expect(decodeProtobuf(sent)).toEqual({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "a" },
    data: { k: "v", j: "" },
  });
});

test("M20 quantities are maps of text, and what has no name of its own is part of what it is in", () => {
  const quota = inner(1, text(1, "pods"), inner(2, text(1, "10")));
  expect(decodeProtobuf(body("v1", "ResourceQuota", metadata("a"), inner(2, quota)))).toMatchObject({
    spec: { hard: { pods: "10" } },
  });
  const volume = inner(1, text(1, "host"), inner(2, inner(1, text(1, "/"), text(2, ""))));
  const container = inner(2, text(1, "debugger"), text(2, "busybox"));
  expect(decodeProtobuf(body("v1", "Pod", metadata("a"), inner(2, volume, container)))).toMatchObject({
    spec: {
      volumes: [{ name: "host", hostPath: { path: "/" } }],
      containers: [{ name: "debugger", image: "busybox" }],
    },
  });
});

test("M20 every built-in kind can be sent as protobuf, and every type that is used is known", () => {
  // CustomResourceDefinitions and APIServices come from clients that send JSON.
  const others = /kubevirt|coreos|apiextensions|apiregistration/;
  const builtIn = [...kinds.values()].filter(({ group }) => !others.test(group));
  expect(builtIn.filter(({ kind }) => messageOfKind(kind) === undefined)).toEqual([]);
  const used = messageNames().flatMap((name) => [...(messageNamed(name)?.fields.values() ?? [])]);
  expect(used.length).toBeGreaterThan(1000);
  const types = [...new Set(used.map(({ type }) => type))];
  const maps = ["map", "bytesMap", "quantityMap"];
  expect(types.filter((type) => !(type in scalars || maps.includes(type) || messageNamed(type)))).toEqual([]);
});

test("M20 a pointer counts as soon as it is sent, other fields only with something in them", () => {
  const volume = inner(1, text(1, "a"), inner(2, inner(2)));
  const container = inner(2, text(1, "c"), inner(8));
  const template = inner(3, inner(1), inner(2, volume, container));
  const spec = inner(2, int(1, 0), inner(2), template, text(5, ""), int(9, 0));
  expect(decodeProtobuf(body("apps/v1", "StatefulSet", metadata("a"), spec, inner(3, int(2, 0))))).toEqual({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "a" },
    spec: {
      replicas: 0,
      selector: {},
      template: { spec: { volumes: [{ name: "a", emptyDir: {} }], containers: [{ name: "c" }] } },
    },
    status: { replicas: 0 },
  });
});

test("M20 namespaces, config maps and service accounts can be made by protobuf", () => {
  const { ask } = apiserverOf();
  const post = (path: string, sent: Uint8Array) => ask("POST", path, { body: sent, contentType }).status;
  expect(post("/api/v1/namespaces", body("v1", "Namespace", metadata("shop"), inner(2), inner(3)))).toBe(201);
  expect(post("/api/v1/namespaces/shop/configmaps", body("v1", "ConfigMap", metadata("a")))).toBe(201);
  expect(post("/api/v1/namespaces/shop/serviceaccounts", body("v1", "ServiceAccount", metadata("bob")))).toBe(
    201,
  );
  expect(namesOf(ask("GET", "/api/v1/namespaces/shop/configmaps").body)).toEqual(["a"]);
});

test("M14 dryRun in protobuf DeleteOptions deletes nothing", () => {
  const { ask } = apiserverOf();
  const path = "/api/v1/namespaces/default/configmaps/a";
  ask("POST", "/api/v1/namespaces/default/configmaps", { body: configMap("a") });
  const options = body("policy/v1", "DeleteOptions", int(1, 0), text(5, "All"));
  expect(decodeProtobuf(options)).toMatchObject({ gracePeriodSeconds: 0, dryRun: ["All"] });
  expect(ask("DELETE", path, { body: options, contentType }).status).toBe(200);
  expect(ask("GET", path).status).toBe(200);
});

test.each([
  ["without the magic bytes", Uint8Array.from([1, 2, 3, 4]), 400],
  ["that is empty", new Uint8Array(), 400],
  ["of a kind that is not known", body("v1", "Widget", metadata("a")), 415],
  ["with a field that is not known", body("v1", "ConfigMap", metadata("a"), text(99, "something")), 415],
  ["that is cut off", body("v1", "ConfigMap", metadata("a")).slice(0, -3), 400],
  ["of noise", Uint8Array.from([0x6b, 0x38, 0x73, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), 400],
])("M14 a protobuf body %s is refused, and deletes nothing", (_, sent, status) => {
  const { ask } = apiserverOf();
  const path = "/api/v1/namespaces/default/configmaps/a";
  ask("POST", "/api/v1/namespaces/default/configmaps", { body: configMap("a") });
  if (sent.length > 0) expect(ask("DELETE", path, { body: sent, contentType }).status).toBe(status);
  expect(ask("POST", "/api/v1/namespaces/default/configmaps", { body: sent, contentType }).status).toBe(
    status,
  );
  expect(ask("GET", path).status).toBe(200);
});

test("an empty field that is not known is what every client sends, and no reason to refuse", () => {
  expect(() => decodeProtobuf(body("v1", "ConfigMap", metadata("a"), inner(99), int(98, 0)))).not.toThrow(
    ApiError,
  );
});
