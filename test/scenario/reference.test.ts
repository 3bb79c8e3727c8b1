import { describe, expect, test } from "vitest";
import { faultKindNames } from "../../sim/faults/fault.ts";
import { workloadTypes } from "../../sim/model/workload.ts";
import { referenceOf } from "../../sim/scenario/reference.ts";

test("a key is told with what it may be, its usual value and the keys inside", () => {
  expect(referenceOf("virtualMachines.disks")).toBe(`\
virtualMachines.disks

Disks, in the order vda, vdb, … It is a list. Usual: [{"name":"rootdisk"}].

  name        Name of the disk, as metrics show it in \`drive\`.
  capacity    Size of the disk.
  accessMode  Of the disk's claim. With ReadWriteOnce the VM cannot be migrated, and so not be evicted. Default ReadWriteMany.`);
  expect(referenceOf("kubevirt.version")).toContain('It is one of legacy, v1.9. Usual: "v1.9".');
  expect(referenceOf("seed")).toContain("a whole number from 0 to");
});

test("an event has the page of its key in the timeline", () => {
  expect(referenceOf("fill")).toBe(referenceOf("timeline.fill"));
  expect(referenceOf("fill")).toContain("percent     How full it becomes.");
});

test("a key that several events have is told with what it means in each", () => {
  expect(referenceOf("timeline.fault")).toContain(
    "What the client sees. It is one of connection-refused, connection-reset, black-hole, http-status,",
  );
  const lasting = referenceOf("timeline.for");
  expect(lasting).toContain("How long a launcher does not answer.");
  expect(lasting).toContain("How long a fault lasts.");
});

test("keys of all kinds of events are found", () => {
  for (const key of [
    "timeline.at",
    "timeline.for",
    "timeline.create.memory.guest",
    "timeline.crash.node",
    "timeline.from",
  ]) {
    expect(referenceOf(key), key).toContain(`${key}\n\n`);
  }
});

describe.each([...faultKindNames, ...workloadTypes])("%s", (word) => {
  test("has a reference text of its own", () => {
    expect(referenceOf(word)).toMatch(new RegExp(`^(fault|workload): ${word}\n\n[A-Z].*\\.`));
  });
});

test("what is no word of the format has none", () => {
  for (const word of ["", "colour", "nodes.colour", "nodes..name", "toString", "seed.x"]) {
    expect(referenceOf(word), word).toBeUndefined();
  }
});
