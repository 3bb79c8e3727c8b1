import { expect, test } from "vitest";
import { choiceOf, nearest } from "../../sim/scenario/suggest.ts";

test("a letter mistyped, left out, doubled or swapped is a slip of the keyboard", () => {
  const words = ["replicas", "labels", "capacity"];
  for (const slip of ["replicsa", "replica", "repplicas", "Replicas", "teplicas"]) {
    expect(nearest(slip, words)).toBe("replicas");
  }
});

test("another word is not, nor is what could be a slip of several", () => {
  expect(nearest("memory", ["replicas", "labels", "capacity"])).toBeUndefined();
  expect(nearest("rack-c", ["rack-a", "rack-b"])).toBeUndefined();
  expect(nearest("c", ["a"])).toBeUndefined();
  expect(nearest("x".repeat(1e6), ["x".repeat(1e6)])).toBeUndefined();
});

test("where no candidate is near, all are named, or the first of many", () => {
  expect(choiceOf("node99", ["a", "b"])).toBe("choose one of a, b.");
  expect(choiceOf("node99", ["a", "b", "c"], 2)).toBe("choose one of a, b, … (3 in all).");
});
