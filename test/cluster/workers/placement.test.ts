import { expect, test } from "vitest";
import {
  handlersShare,
  hasOwnProcess,
  mostOwnProcesses,
  sharedProcesses,
} from "../../../sim/cluster/workers/placement.ts";

test("virt-handlers of a small cluster have a process each, those of a large one share, all of them", () => {
  expect(handlersShare(mostOwnProcesses)).toBe(false);
  expect(hasOwnProcess("virt-handler", 0, mostOwnProcesses)).toBe(true);
  expect(handlersShare(mostOwnProcesses + 1)).toBe(true);
  expect(hasOwnProcess("virt-handler", 0, mostOwnProcesses + 1)).toBe(false);
});

test("what is added to a small cluster past the limit shares", () => {
  expect(hasOwnProcess("virt-handler", mostOwnProcesses - 1, 1)).toBe(true);
  expect(hasOwnProcess("virt-handler", mostOwnProcesses, 1)).toBe(false);
});

test("other components keep processes of their own beside any number of virt-handlers", () => {
  expect(hasOwnProcess("virt-controller", 1, 1000)).toBe(true);
  expect(hasOwnProcess("virt-api", mostOwnProcesses, 1000)).toBe(false);
});

test("there is at least one shared process, and no more than are of use", () => {
  expect([0, 1, 2, 4, 64].map(sharedProcesses)).toEqual([1, 1, 2, 4, 4]);
});
