import { expect, test } from "vitest";
import { statusLines, type StatusView } from "../../../sim/commands/up/status-lines.ts";

function view(more: Partial<StatusView["state"]> = {}, given: Partial<StatusView> = {}): StatusView {
  return {
    scenario: "rack-loses-apiserver",
    durationSeconds: 2400,
    scrapesPerSecond: 0.3,
    state: {
      t: 600,
      componentsReady: 8,
      componentsWanted: 9,
      runningInstances: 21,
      activeFaults: [],
      nextEvent: { name: "move-db", atSeconds: 780 },
      scrapes: 100,
      ...more,
    },
    ...given,
  };
}

test("it tells what runs, what is broken and what comes next", () => {
  expect(statusLines(view({ activeFaults: ["outage"] }), 80)).toEqual([
    "rack-loses-apiserver  [======                  ] 10m of 40m",
    "components            8/9 up   21 VMIs   0.3 scrapes/s",
    "faults                outage",
    "next                  move-db in 3m, at 13m",
  ]);
});

test.each([
  [{ t: -2.2 }, 2400, "begins in 2s"],
  [{ t: 3700 }, undefined, "for 1h1m"],
  [{ t: 2400 }, 2400, "over after 40m; stays until Ctrl-C"],
])("the progress of %j in a timeline of %s s is told", (state, durationSeconds, text) => {
  expect(statusLines(view(state, { durationSeconds }), 80)[0]).toContain(text);
});

test("a timeline without further events says so", () => {
  expect(statusLines(view({ nextEvent: undefined }), 80)[3]).toContain("no more events");
});

test("no line is ever wider than the terminal", () => {
  for (let width = 1; width < 90; width++) {
    for (const line of statusLines(view({ activeFaults: ["a".repeat(100)] }), width)) {
      expect(line.length).toBeLessThanOrEqual(width);
    }
  }
});
