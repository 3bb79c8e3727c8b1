import { expect, test } from "vitest";
import { choosePod, type ComponentPod } from "../../../sim/commands/running/choose-pod.ts";

function pod(kind: ComponentPod["kind"], name: string, node: string): ComponentPod {
  return { kind, pod: name, node, address: "127.0.0.1:1", pid: 1 };
}

const handlers = [
  pod("virt-handler", "virt-handler-aaaaa", "node-1"),
  pod("virt-handler", "virt-handler-bbbbb", "node-10"),
];
const pods = [...handlers, pod("virt-api", "virt-api-5f-xyz", "node-10")];

test.each([
  ["virt-handler-bbbbb", "virt-handler-bbbbb"],
  ["virt-handler-b", "virt-handler-bbbbb"],
  ["virt-api", "virt-api-5f-xyz"],
  ["node-1", "virt-handler-aaaaa"],
  ["virt-handler/node-1", "virt-handler-aaaaa"],
  ["virt-handler/node-10", "virt-handler-bbbbb"],
  ["virt-api/node", "virt-api-5f-xyz"],
])("%s means %s", (word, name) => {
  expect(choosePod(pods, word).pod).toBe(name);
});

test.each([
  ["virt-handler", ["virt-handler-aaaaa", "virt-handler-bbbbb"]],
  ["virt", ["virt-handler-aaaaa", "virt-handler-bbbbb", "virt-api-5f-xyz"]],
  ["node-10", ["virt-handler-bbbbb", "virt-api-5f-xyz"]],
  ["virt-handler/node", ["virt-handler-aaaaa", "virt-handler-bbbbb"]],
])("%s may be several, which are listed", (word, names) => {
  expect(() => choosePod(pods, word)).toThrow(`${word} may be ${names.length} pods:`);
  for (const name of names) expect(() => choosePod(pods, word)).toThrow(name);
});

test.each([
  ["virt-handlr", "Did you mean virt-handler?"],
  ["virt-api/node-2", "See kvsim status"],
  ["etcd", "See kvsim status"],
])("nothing is called %s, and what to do is said", (word, fix) => {
  expect(() => choosePod(pods, word)).toThrow(
    expect.objectContaining({
      message: `no component of the cluster is called ${word}`,
      fix: expect.stringContaining(fix) as string,
    }),
  );
});
