import { expect, test } from "vitest";
import {
  defaultMigrationConfiguration,
  guestMemoryAt,
  migrationProgressAt,
  planMigration,
  type GuestMemory,
  type Migration,
} from "../../sim/model/migration.ts";
import { random } from "../../sim/model/random.ts";
import { domainOf, GiB, indexes } from "./support.ts";

const MiB = 2 ** 20;
const guest = (more: Partial<GuestMemory> = {}): GuestMemory => ({
  memoryBytes: 8 * GiB,
  dirtyBytesPerSecond: 50 * MiB,
  workingSetBytes: 2 * GiB,
  ...more,
});
const at = (bandwidthMiB: number) => ({
  ...defaultMigrationConfiguration,
  bandwidthPerMigrationBytes: bandwidthMiB * MiB,
});

/** Migrations of guests large and small, calm and busy, over slow and fast links. */
const many: readonly Migration[] = indexes(300).map((seed) => {
  const draw = random(seed, "migration");
  const memoryBytes = Math.ceil(2 ** (6 * draw())) * GiB;
  const dirtyBytesPerSecond = draw() < 0.1 ? 0 : 1500 * MiB * draw() ** 3;
  return planMigration(
    seed,
    { memoryBytes, dirtyBytesPerSecond, workingSetBytes: memoryBytes * 0.5 * draw() + MiB },
    at(10 ** (0.5 + 2.5 * draw())),
  );
});

test("a guest that writes slower than the link moves, in ever shorter passes", () => {
  const migration = planMigration(100, guest());
  expect(migration.outcome).toBe("succeeded");
  expect(migration.downtimeSeconds).toBeGreaterThan(0);
  expect(migration.downtimeSeconds).toBeLessThanOrEqual(0.3);
  const bytes = migration.passes.map((pass) => pass.bytes);
  expect(bytes.slice(1).every((pass, index) => pass < (bytes[index] ?? 0))).toBe(true);
  expect(bytes.length).toBeGreaterThan(1);
  expect(migration.endSeconds).toBeGreaterThan(100 + (8 * 1024) / 600);
});

test("a guest that writes faster than the link stays: no progress, then it is aborted", () => {
  const migration = planMigration(0, guest({ dirtyBytesPerSecond: 900 * MiB }), at(300));
  expect(migration.outcome).toBe("progress-timeout");
  expect(migration.downtimeSeconds).toBe(0);
});

test("a migration that takes longer than its memory allows is aborted", () => {
  const migration = planMigration(0, guest(), at(5));
  expect([migration.outcome, migration.endSeconds]).toEqual(["completion-timeout", 8 * 150]);
});

test("a guest that does not write moves in one pass and a moment without downtime", () => {
  const migration = planMigration(0, guest({ dirtyBytesPerSecond: 0 }));
  expect(migration.passes).toHaveLength(2);
  expect([migration.outcome, migration.downtimeSeconds]).toEqual(["succeeded", 0]);
});

test("all outcomes occur, and each migration ends", () => {
  expect(new Set(many.map(({ outcome }) => outcome))).toEqual(
    new Set(["succeeded", "progress-timeout", "completion-timeout"]),
  );
  for (const { passes, endSeconds } of many)
    expect(endSeconds).toBeGreaterThanOrEqual(passes.at(-1)?.fromSeconds ?? Infinity);
});

test("what was moved never shrinks, what remains is a saw-tooth below the total, and the first pass adds up", () => {
  for (const migration of many) {
    const begin = migration.passes[0]?.fromSeconds ?? 0;
    const moments = indexes(200).map((index) => begin + ((migration.endSeconds - begin) * index) / 199);
    const reports = moments.map((t) => migrationProgressAt(migration, t));
    reports.forEach((report, index) => {
      const before = reports[index - 1];
      expect(report.processedBytes).toBeGreaterThanOrEqual(before?.processedBytes ?? 0);
      expect(report.remainingBytes).toBeGreaterThanOrEqual(0);
      expect(report.remainingBytes).toBeLessThanOrEqual(report.totalBytes);
      const isFirstPass = (moments[index] ?? 0) < (migration.passes[1]?.fromSeconds ?? Infinity);
      if (isFirstPass) expect(report.processedBytes + report.remainingBytes).toBe(report.totalBytes);
    });
    const { endSeconds, outcome } = migration;
    if (outcome === "succeeded") expect(migrationProgressAt(migration, endSeconds).remainingBytes).toBe(0);
  }
});

test("bytes are not moved faster than the link", () => {
  for (const migration of many) {
    for (const t of indexes(40).map((index) => index * 5)) {
      const moved =
        migrationProgressAt(migration, t + 1).processedBytes -
        migrationProgressAt(migration, t).processedBytes;
      expect(moved).toBeLessThanOrEqual(migration.bytesPerSecond + 2 * 4096);
    }
  }
});

test("before its beginning and after its end a migration is as it then is", () => {
  const migration = planMigration(50, guest());
  expect(migrationProgressAt(migration, 0)).toEqual(migrationProgressAt(migration, 50));
  expect(migrationProgressAt(migration, 9999)).toEqual(migrationProgressAt(migration, migration.endSeconds));
});

test("a database is harder to move than an idle guest", () => {
  const memoryOf = (type: "database" | "idle") =>
    guestMemoryAt(domainOf({ workload: { type, parameters: {} } }), 1, 100);
  expect(memoryOf("database").dirtyBytesPerSecond).toBeGreaterThan(5 * memoryOf("idle").dirtyBytesPerSecond);
  expect(memoryOf("database").memoryBytes).toBe(4 * GiB);
  const durations = (["database", "idle"] as const).map(
    (type) => planMigration(0, memoryOf(type), at(100)).endSeconds,
  );
  expect(durations[0]).toBeGreaterThan(durations[1] ?? Infinity);
});
