import { expect, test } from "vitest";
import { crashesAt } from "../../sim/model/crash.ts";
import { domainOf, facts, GiB, indexes } from "./support.ts";

const disk = (alias: string, device: string, capacityBytes: number) => ({ alias, device, capacityBytes });
const mountPoints = (more: Parameters<typeof domainOf>[0]) =>
  domainOf(more).filesystems.map(({ mountPoint }) => mountPoint);

test("a guest has its system on the first disk and a filesystem on each further one, none on cloud-init's", () => {
  const disks = [
    disk("cloudinitdisk", "vda", 2 ** 20),
    disk("rootdisk", "vdb", 30 * GiB),
    disk("data", "vdc", 100 * GiB),
  ];
  expect(mountPoints({ disks })).toEqual(["/", "/boot", "/mnt/data"]);
  expect(domainOf({ disks }).filesystems[0]?.device).toMatch(/^vdb[14]$/);
  expect(mountPoints({ disks: [disk("rootdisk", "vda", 2 * GiB)] })).toEqual(["/"]);
  expect(mountPoints({ disks: [disk("cloudinitdisk", "vda", 2 ** 20)] })).toEqual([]);
});

test("the filesystems of a disk take up a little less than it has, in whole blocks", () => {
  for (const index of indexes(20)) {
    const { filesystems } = domainOf({ name: `vm-${index}` });
    const total = filesystems.reduce((sum, { capacityBytes }) => sum + capacityBytes, 0);
    expect(total).toBeLessThan(30 * GiB);
    expect(total).toBeGreaterThan(28 * GiB);
    expect(filesystems.every(({ capacityBytes }) => capacityBytes % 4096 === 0)).toBe(true);
  }
});

test("different VMs have different cloud images", () => {
  const types = indexes(20).map((index) => domainOf({ name: `vm-${index}` }).filesystems[0]?.type);
  expect(new Set(types)).toEqual(new Set(["xfs", "ext4"]));
});

test("a Windows guest has drives, named by their volumes", () => {
  const disks = [disk("rootdisk", "sda", 60 * GiB), disk("data", "sdb", 10 * GiB)];
  const { filesystems } = domainOf({ disks, workload: { type: "windows-desktop", parameters: {} } });
  expect(filesystems.map(({ mountPoint, type }) => [mountPoint, type])).toEqual([
    ["C:\\", "NTFS"],
    ["D:\\", "NTFS"],
  ]);
  expect(filesystems[0]?.device).toMatch(/^\\\\\?\\Volume\{[-0-9a-f]{36}\}\\$/);
});

test("only a guest whose workload says so crashes, at a time that each start draws anew", () => {
  expect(crashesAt(facts(), 1)).toBeUndefined();
  const workload = { type: "crash-loop", parameters: { crashAfter: 100 } } as const;
  const lives = indexes(50).map(
    (index) => crashesAt(facts({ workload, uid: String(index), startSeconds: 7 }), 1) ?? NaN,
  );
  expect(Math.min(...lives)).toBeGreaterThanOrEqual(87);
  expect(Math.max(...lives)).toBeLessThanOrEqual(127);
  expect(new Set(lives).size).toBe(50);
});
