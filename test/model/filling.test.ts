import { expect, test } from "vitest";
import { fillFilesystem } from "../../sim/model/domain-life.ts";
import { DomainReader } from "../../sim/model/domain-reader.ts";
import { filesystemSlots } from "../../sim/model/reading.ts";
import { domainOf, readAt, slot } from "./support.ts";

/** How full the first filesystem is at `t`, as the agent said last. */
function shareAt(domain: ReturnType<typeof domainOf>, t: number): number {
  const reader = new DomainReader(domain, 1);
  const read = readAt(reader, t);
  const place = reader.layout.filesystem(0);
  return slot(read, place, filesystemSlots.usedBytes) / slot(read, place, filesystemSlots.capacityBytes);
}

const fill = { mountPoint: "/", fromSeconds: 1000, overSeconds: 600, toShare: 0.96 };

test("a filesystem fills steadily from what it held, and the agent tells in steps of five minutes", () => {
  const before = domainOf();
  const domain = fillFilesystem(before, 1, fill);
  const usual = shareAt(before, 1000);
  expect(shareAt(domain, 990)).toBe(shareAt(before, 990));
  const minutes = Array.from({ length: 16 }, (_, minute) => shareAt(domain, 1000 + 60 * minute));
  expect(new Set(minutes).size).toBeLessThanOrEqual(4);
  expect(minutes).toEqual(minutes.toSorted((a, b) => a - b));
  expect(minutes[0]).toBeCloseTo(usual, 2);
  expect(minutes[15]).toBeCloseTo(0.96, 4);
  expect(shareAt(domain, 86_400)).toBeCloseTo(0.96, 4);
});

test("a second filling begins where the first had come to", () => {
  const first = fillFilesystem(domainOf(), 1, fill);
  const { fillings } = fillFilesystem(first, 1, { ...fill, fromSeconds: 1300, toShare: 0.2 });
  expect(fillings).toHaveLength(1);
  const [half] = fillings;
  const usual = first.fillings[0]?.fromShare ?? NaN;
  expect(half?.fromShare).toBeCloseTo((usual + 0.96) / 2, 6);
});

test("a filesystem that is not there cannot fill", () => {
  expect(() => fillFilesystem(domainOf(), 1, { ...fill, mountPoint: "/data" })).toThrow(
    new RangeError("default/vm has no filesystem at /data; there are /, /boot"),
  );
});
