import { expect, test } from "vitest";
import type { Domain } from "../../sim/model/domain.ts";
import { startDomain } from "../../sim/model/domain-life.ts";
import { Hypervisors } from "../../sim/store/hypervisors.ts";

function domainOn(nodeName: string, uid = "u"): Domain {
  return startDomain({
    uid,
    namespace: "default",
    name: uid,
    nodeName,
    startSeconds: 0,
    vcpus: 1,
    memoryBytes: 2 ** 30,
    disks: [],
    interfaces: [],
    guestAgent: false,
    hostCpus: 8,
    workload: { type: "idle", parameters: {} },
  });
}

test("a domain that moves is told to the node it leaves, and then to the one it comes to", () => {
  const hypervisors = new Hypervisors();
  const heard: unknown[] = [];
  hypervisors.set(domainOn("a"));
  hypervisors.subscribe((node, { changed, removed }) =>
    heard.push([node, changed.map(({ uid }) => uid), removed]),
  );
  hypervisors.set(domainOn("b"));
  expect(heard).toEqual([
    ["a", [], ["u"]],
    ["b", ["u"], []],
  ]);
  expect(hypervisors.onNode("a")).toEqual([]);
  expect(hypervisors.onNode("b")).toHaveLength(1);
  expect(hypervisors.size).toBe(1);
});

test("a domain that ends is told to its node once", () => {
  const hypervisors = new Hypervisors();
  hypervisors.set(domainOn("a"));
  const heard: string[] = [];
  hypervisors.subscribe((node) => heard.push(node));
  hypervisors.remove("u");
  hypervisors.remove("u");
  expect(heard).toEqual(["a"]);
  expect(hypervisors.onNode("a")).toEqual([]);
});
