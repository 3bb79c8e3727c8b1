import { expect, test } from "vitest";
import type { Effect, Fault, FaultKindName } from "../../sim/faults/fault.ts";
import { faultKind } from "../../sim/faults/registry.ts";
import type { GivenSettings } from "../../sim/faults/settings.ts";

const fault = (kind: FaultKindName, settings: GivenSettings = {}): Fault => ({
  kind,
  from: { component: "virt-handler" },
  to: { component: "apiserver" },
  settings,
});

test.each<[FaultKindName, GivenSettings, Effect]>([
  ["connection-refused", {}, { type: "refuse" }],
  ["connection-reset", {}, { type: "reset", persist: true, probability: 1 }],
  [
    "connection-reset",
    { persist: false, first: 3 },
    { type: "reset", persist: false, probability: 1, first: 3 },
  ],
  ["black-hole", {}, { type: "black-hole", phase: "connect" }],
  [
    "black-hole",
    { phase: "body", probability: 0.5 },
    { type: "black-hole", phase: "body", probability: 0.5 },
  ],
  ["http-status", {}, { type: "respond", status: 503, probability: 1 }],
  [
    "http-status",
    { status: 429, retryAfter: 1.5 },
    { type: "respond", status: 429, retryAfterSeconds: 2, probability: 1 },
  ],
  ["latency", { delay: 0.25 }, { type: "delay", delaySeconds: 0.25, probability: 1 }],
])("%s with %j comes to %j", (kind, settings, effect) => {
  expect(faultKind(kind).effect(fault(kind, settings))).toEqual(effect);
});

test.each<[FaultKindName, GivenSettings, string]>([
  ["connection-reset", {}, "requests of virt-handler to the apiserver end in a reset"],
  [
    "connection-reset",
    { persist: false, probability: 0.125 },
    "requests of virt-handler to the apiserver end in a reset unless their connection is fresh, 12.5 % of them",
  ],
  ["black-hole", {}, "virt-handler waits in vain for a connection from the apiserver"],
  [
    "black-hole",
    { phase: "request", first: 2 },
    "virt-handler waits in vain for an answer from the apiserver, the first 2 through each listener",
  ],
  ["http-status", { status: 429 }, "the apiserver answers virt-handler with 429"],
  ["latency", { delay: 0.25 }, "the apiserver answers virt-handler 0.25 s later"],
])("%s with %j is explained in plain English", (kind, settings, text) => {
  expect(faultKind(kind).explain(fault(kind, settings))).toBe(text);
});

test("a black hole at connect cannot strike some requests only", () => {
  const problem = (given: GivenSettings) => faultKind("black-hole").problem(given);
  expect(problem({ probability: 0.5 })?.setting).toBe("probability");
  expect(problem({ phase: "connect", first: 1 })?.setting).toBe("first");
  expect(problem({ phase: "request", probability: 0.5 })).toBeUndefined();
  expect(problem({})).toBeUndefined();
});
