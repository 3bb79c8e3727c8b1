import { expect, test } from "vitest";
import { briefly, problemsOf } from "./support.ts";

test("a problem in one place does not hide those in others", () => {
  const problems = problemsOf(`
nodes:
  - { name: a, labels: { zone: rack-a } }
virtualMachines:
  - { name: web, guestAgent: maybe }
  - { name: db, memory: { guest: 64Gi } }
timeline:
  - { at: 1m, sotp: { vm: web } }
  - { at: 2m, stop: { vm: wbe } }
  - { at: later+1m, crash: { component: virt-api, node: b } }
`);
  expect(briefly(problems)).toEqual([
    '5:30 virtualMachines[0].guestAgent: expected true or false, got "maybe"',
    "6:34 virtualMachines[1].memory.guest: the VM's launcher pod asks for 64.3Gi, and the largest node it may run on has 31.9Gi",
    "8:5 timeline[0]: missing: expected what happens in this event",
    "9:27 timeline[1].stop.vm: there is no VM default/wbe",
    "10:11 timeline[2].at: no event is named later",
    "10:57 timeline[2].crash.node: there is no node b",
  ]);
});

test("what is missing because something else is wrong is not blamed", () => {
  const brokenNodes = problemsOf(`
nodes:
  - { name: a, labels: { zone: 1 } }
virtualMachines:
  - { name: web, nodeSelector: { zone: "1" }, memory: { guest: 64Gi } }
timeline:
  - { at: 1m, crash: { component: virt-api, node: b } }
`);
  expect(brokenNodes.map(({ path }) => path)).toEqual(["nodes[0].labels.zone"]);
  const brokenVms = problemsOf(`
virtualMachines:
  - { name: Web }
timeline:
  - { at: 1m, stop: { vm: web } }
`);
  expect(brokenVms.map(({ path }) => path)).toEqual(["virtualMachines[0].name"]);
  const brokenEvents = problemsOf(`
timeline:
  - { name: first, create: { name: web } }
  - { at: first+1m, stop: { vm: web } }
  - { name: second, at: 1m, for: long, fault: connection-refused, to: { component: apiserver } }
  - { at: second.end+1m, crash: { component: virt-api } }
`);
  expect(brokenEvents.map(({ path }) => path)).toEqual(["timeline[0].at", "timeline[2].for"]);
});

test("a problem inside what an alias stands for is located where it is written, once for each use", () => {
  const problems = problemsOf(`
virtualMachines:
  - { name: a, labels: &labels { app: 1 } }
  - { name: b, labels: *labels }
`);
  expect(briefly(problems)).toEqual([
    "3:39 virtualMachines[0].labels.app: expected a label value: a text of at most 63 letters, digits, -, _ and ., got 1",
    "3:39 virtualMachines[1].labels.app: expected a label value: a text of at most 63 letters, digits, -, _ and ., got 1",
  ]);
});

test("a key that would reach an object's prototype is just unknown", () => {
  const [problem] = problemsOf("__proto__: { seed: 3 }\nconstructor: 1");
  expect(problem?.message).toBe("a scenario has no key __proto__");
});
