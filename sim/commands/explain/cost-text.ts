import type { ComponentCost } from "../../cluster/cost/component-cost.ts";
import type { ScenarioCost } from "../../cluster/cost/cost.ts";
import type { NewSeries } from "../../cluster/cost/new-series.ts";
import { inColumns } from "../../scenario/columns.ts";
import { formatDuration, roundBytes } from "../../scenario/units.ts";

/** What a scenario costs whoever scrapes it, below what it does. */
export function costText(cost: ScenarioCost): string {
  const { targets, series, scrapeIntervalSeconds, samplesPerSecond, newSeries } = cost;
  const rows = [
    ["targets", `${number(targets)}: ${cost.components.map(targetsText).join(", ")}`],
    ["series", `${number(series)}: ${cost.components.map(seriesText).join(", ")}`],
    ["samples/s", `${number(samplesPerSecond)}, each target every ${formatDuration(scrapeIntervalSeconds)}`],
    ["bytes per scrape", bytesText(cost)],
    ["new series", newSeriesText(newSeries)],
    ["Prometheus' memory", `about ${roundBytes(cost.prometheusMemoryBytes)}`],
  ];
  const how = cost.measured === "whole" ? "" : ", reckoned from some nodes and VMs of each kind";
  return [`What scraping it costs${how}`, ...inColumns(rows).map((line) => `  ${line}`), ""].join("\n");
}

function targetsText({ component, targets }: ComponentCost): string {
  return `${number(targets)} ${component}`;
}

function seriesText({ component, series }: ComponentCost): string {
  return `${number(series)} from ${component}`;
}

function bytesText({ bytesPerScrape, compressedBytesPerScrape, components }: ScenarioCost): string {
  const largest = components.toSorted((a, b) => b.largestPageBytes - a.largestPageBytes)[0];
  const page =
    largest && `; the largest page, of a ${largest.component}, has ${roundBytes(largest.largestPageBytes)}`;
  return `${roundBytes(bytesPerScrape)}, sent as ${roundBytes(compressedBytesPerScrape)}${page ?? ""}`;
}

function newSeriesText({ perDay, inTimeline }: NewSeries): string {
  const parts = [
    ...(perDay === 0 ? [] : [`${number(perDay)} a day by VMs that come and go`]),
    ...(inTimeline === 0 ? [] : [`about ${number(inTimeline)} by the events of the timeline`]),
  ];
  return parts.length === 0 ? "none" : parts.join("; ");
}

/** `1,149,951`: whole, with its thousands set apart. */
function number(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
