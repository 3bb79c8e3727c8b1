import { expect, test } from "vitest";
import { faultKindNames, type Effect, type Fault, type FaultKindName } from "../../sim/faults/fault.ts";
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
  [
    "http-status",
    { status: 410, verb: "watch", method: "GET", path: "/pods" },
    { type: "respond", status: 410, verbs: ["watch"], method: "GET", path: "/pods", probability: 1 },
  ],
  ["watch-closed", {}, { type: "interrupt", text: "", ends: true, verbs: ["watch"], probability: 1 }],
  [
    "watch-closed",
    { after: 30, path: "/pods", probability: 0.5, first: 2 },
    {
      ...{ type: "interrupt", text: "", ends: true, afterSeconds: 30 },
      ...{ verbs: ["watch"], path: "/pods", probability: 0.5, first: 2 },
    },
  ],
  ["history-lost", {}, { type: "interrupt", text: "", ends: true, verbs: ["watch"], probability: 1 }],
  ["history-rewound", {}, { type: "refuse" }],
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
  [
    "http-status",
    { status: 410, verb: "watch", path: "/pods", first: 3 },
    "the apiserver answers virt-handler with 410, only watch requests whose path matches /pods, the first 3 through each listener",
  ],
  ["latency", { method: "PUT" }, "the apiserver answers virt-handler 1 s later, only PUT requests"],
  ["watch-closed", {}, "watches of virt-handler at the apiserver end as if they were complete"],
  [
    "watch-truncated",
    { after: 30 },
    "watches of virt-handler at the apiserver end in the middle of a line, and later ones 30 s after they began",
  ],
  [
    "garbage-line",
    { first: 1 },
    "watches of virt-handler at the apiserver get a line that is no JSON, the first 1 through each listener",
  ],
  [
    "watch-error",
    { status: 500 },
    "watches of virt-handler at the apiserver end with an ERROR event that says 500",
  ],
  [
    "empty-list",
    { path: "/pods" },
    "the apiserver says to virt-handler that there is nothing, only requests whose path matches /pods",
  ],
  ["history-lost", {}, "the apiserver forgets its history, and watches of virt-handler end"],
  ["history-rewound", {}, "the apiserver is away, and its resourceVersions are lower afterwards"],
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

test("two kinds change what the apiserver remembers, the others leave it alone", () => {
  const histories = faultKindNames.flatMap((kind) => {
    const history = faultKind(kind).history(fault(kind, kind === "history-rewound" ? { versions: 50 } : {}));
    return history === undefined ? [] : [[kind, history]];
  });
  expect(histories).toEqual([
    ["history-lost", { type: "forget" }],
    ["history-rewound", { type: "rewind", versions: 50 }],
  ]);
});
