import { expect, test } from "vitest";
import { MigrationJobs } from "../../../sim/metrics/virt-handler/migration-job.ts";
import { parseFamilies } from "../../support/exposition.ts";
import { textOf } from "../../support/page.ts";

const web = { namespace: "shop", name: "web", nodeName: "node01" };
const progress = (processedBytes: number) => ({
  totalBytes: 4096,
  processedBytes,
  remainingBytes: 4096 - processedBytes,
  dirtyBytesPerSecond: 12,
  transferBytesPerSecond: 34,
});
const processed = (page: string) =>
  parseFamilies(page)
    .find(({ name }) => name === "kubevirt_vmi_migration_data_processed_bytes")
    ?.samples.map(({ labels, value, timestampMillis }) => [labels["name"], value, timestampMillis]);

test("a scrape shows all results since the one before, each with its time", () => {
  const jobs = new MigrationJobs("v1.9");
  jobs.record(web, 1_780_000_000_000, progress(10));
  jobs.record(web, 1_780_000_005_000, progress(20));
  jobs.record({ ...web, name: "db" }, 1_780_000_004_000, progress(7));
  expect(processed(textOf(jobs.families, 6))).toEqual([
    ["db", 7, 1_780_000_004_000],
    ["web", 10, 1_780_000_000_000],
    ["web", 20, 1_780_000_005_000],
  ]);
  expect(textOf(jobs.families, 36)).toBe("");
});

test("all families of one page show the same results", () => {
  const jobs = new MigrationJobs("v1.9");
  jobs.record(web, 1000, progress(10));
  const families = parseFamilies(textOf(jobs.families, 6));
  expect(families).toHaveLength(5);
  expect(families.map(({ samples }) => samples.length)).toEqual([1, 1, 1, 1, 1]);
  expect(families[0]?.type).toBe("counter");
});

test("no more than the last ten results wait for a scrape", () => {
  const jobs = new MigrationJobs("v1.9");
  for (let step = 0; step < 14; step++) jobs.record(web, step * 5000, progress(step));
  expect(processed(textOf(jobs.families, 100))?.map(([, value]) => value)).toEqual([
    4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
  ]);
});
