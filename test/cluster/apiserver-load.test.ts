import { expect, onTestFinished, test, vi } from "vitest";
import { ApiserverLoad } from "../../sim/cluster/apiserver-load.ts";
import type { ApiserverStats } from "../../sim/wire/channel.ts";
import { atOnce } from "../support/at-once.ts";

function answering(...statuses: number[]) {
  const left = [...statuses];
  return {
    watches: 3,
    serve: () => ({ status: left.shift() ?? 500, headers: {}, body: "" }),
  };
}

const request = { method: "GET", path: "/api/v1/pods", headers: {} };
const via = { listener: "127.0.0.1:6443" };

test("requests are counted by the code they were answered with, and told at once and every second", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const happened = { timelineEvents: 0, storeEvents: 0 };
  const load = new ApiserverLoad(answering(200, 403, 200), () => happened);
  const told: { requests: Record<string, number>; watches: number; events: number; lag: number }[] = [];
  load.startTelling(
    ({ requests, watches, timelineEvents, storeEvents, eventLoopLagSeconds }: ApiserverStats) =>
      told.push({
        requests: Object.fromEntries(requests),
        watches,
        events: timelineEvents + storeEvents,
        lag: eventLoopLagSeconds,
      }),
  );
  happened.timelineEvents = 1;
  happened.storeEvents = 20;
  expect([1, 2, 3].map(() => atOnce(load.serve(request, via)).status)).toEqual([200, 403, 200]);
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([
    { requests: {}, watches: 3, events: 0, lag: 0 },
    { requests: { "200": 2, "403": 1 }, watches: 3, events: 21, lag: 0 },
  ]);
});
