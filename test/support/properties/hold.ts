import { expect } from "vitest";
import type { PrometheusUnderTest, TimeRange } from "../prometheus.ts";
import type { Property } from "./promql.ts";

/** What Prometheus counts of the samples and pages that it could not take. */
const refusals = [
  "prometheus_target_scrapes_sample_out_of_order_total",
  "prometheus_target_scrapes_sample_duplicate_timestamp_total",
  "prometheus_target_scrapes_sample_out_of_bounds_total",
  "prometheus_target_scrapes_exceeded_body_size_limit_total",
  "prometheus_target_scrapes_exceeded_sample_limit_total",
];

/** Expects that each property held at every moment of the time, and that it was about something. */
export async function expectToHold(
  prometheus: PrometheusUnderTest,
  properties: readonly Property[],
  range: TimeRange,
): Promise<void> {
  const broken: Record<string, readonly string[]> = {};
  const empty: string[] = [];
  for (const { title, offences, subjects } of properties) {
    const found = await prometheus.queryRange(offences, range);
    if (found.length > 0) broken[title] = found.slice(0, 3).map((series) => JSON.stringify(series));
    if ((await prometheus.queryRange(subjects, range)).length === 0) empty.push(title);
  }
  expect(broken).toEqual({});
  expect(empty, "properties of which nothing was to be seen").toEqual([]);
}

/** Expects that Prometheus took every sample it was given, by what it says of itself. */
export async function expectNothingRefused({ url, output }: PrometheusUnderTest): Promise<void> {
  const page = await (await fetch(`${url}/metrics`)).text();
  const counts = refusals.map((name) => {
    const line = new RegExp(`^${name} (\\S+)$`, "m").exec(page);
    return [name, line?.[1] === undefined ? "not counted" : Number(line[1])] as const;
  });
  expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(refusals.map((name) => [name, 0])));
  expect(output()).not.toMatch(/Error on ingesting|append failed/i);
}
