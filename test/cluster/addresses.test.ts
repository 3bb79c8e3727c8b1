import net from "node:net";
import { expect, test } from "vitest";
import {
  addressBlocks,
  addressPlan,
  controlAddress,
  lockAddress,
  prometheusFrontAddress,
} from "../../sim/cluster/addresses.ts";
import { contains } from "../../sim/cluster/cidr.ts";
import type { AddressBlock } from "../../sim/wire/channel.ts";
import { formatAddress } from "../../sim/model/addresses.ts";

const modes = ["loopback", "ports"] as const;

/** Every address of the first `pods` pods of a block, and the instance's own. */
function addressesOf(block: AddressBlock, pods: number): string[] {
  const plan = addressPlan(block);
  const indices = Array.from({ length: pods }, (_, index) => index);
  return [
    ...indices.flatMap((index) => [plan.pod(index), plan.front(index)]),
    lockAddress(block),
    prometheusFrontAddress(block),
    controlAddress(block),
  ].map(formatAddress);
}

test.each(modes)("no two things of an instance share an address (%s)", (mode) => {
  const [block] = addressBlocks(mode);
  if (block === undefined) throw new Error("no block");
  const addresses = addressesOf(block, mode === "loopback" ? 12_000 : 4000);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test.each(modes)("no two instances share an address (%s)", (mode) => {
  const addresses = addressBlocks(mode).flatMap((block) => addressesOf(block, 300));
  expect(new Set(addresses).size).toBe(addresses.length);
});

test.each([24, 16])(
  "in a /%d pods, fronts, launchers and the instance share no address, and all are of it",
  (prefix) => {
    const block = { mode: "cidr", network: "10.244.0.0", prefix } as const;
    const plan = addressPlan(block);
    const capacity = 2 ** (30 - prefix) - 1;
    const launchers = Array.from({ length: 2 ** (31 - prefix) - 8 }, (_, index) => plan.launcherIp(index));
    const ips = [...addressesOf(block, capacity).map((address) => address.split(":")[0] ?? ""), ...launchers];
    expect(new Set(ips).size).toBe(ips.length);
    expect(ips.filter((ip) => !contains(block, ip))).toEqual([]);
    expect(() => plan.pod(capacity)).toThrow("no address is left");
    expect(formatAddress(plan.pod(0))).toBe("10.244.0.1:8443");
  },
);

test("a loopback block holds more than ten thousand pods, each at KubeVirt's port of an address of its own", () => {
  const plan = addressPlan({ mode: "loopback", block: 10 });
  expect(formatAddress(plan.pod(0))).toBe("127.10.0.1:8443");
  expect(formatAddress(plan.pod(254))).toBe("127.10.1.1:8443");
  expect(formatAddress(plan.front(0))).toBe("127.10.128.1:26443");
  expect(() => plan.pod(32_257)).not.toThrow();
});

test.each(modes)("every address is a valid one (%s)", (mode) => {
  const addresses = addressBlocks(mode).flatMap((block) => addressesOf(block, 600));
  expect(addresses.filter((address) => !isValid(address))).toEqual([]);
});

function isValid(address: string): boolean {
  const [ip = "", port = ""] = address.split(":");
  return net.isIPv4(ip) && Number(port) > 1023 && Number(port) < 65_536;
}

test("the last pod of a block of ports stays clear of the next block", () => {
  const last = addressPlan({ mode: "ports", basePort: 9000 }).front(4997);
  expect(last.port).toBeLessThan(19_000);
});

test("a block that is used up says so", () => {
  expect(() => addressPlan({ mode: "loopback", block: 10 }).pod(32_258)).toThrow(/no address is left/);
  expect(() => addressPlan({ mode: "ports", basePort: 9000 }).front(4998)).toThrow(/no address is left/);
});

test("nodes have addresses of their own", () => {
  const plan = addressPlan({ mode: "loopback", block: 10 });
  const ips = Array.from({ length: 1000 }, (_, index) => plan.nodeIp(index));
  expect(ips.slice(0, 2)).toEqual(["192.168.66.101", "192.168.66.102"]);
  expect(new Set(ips).size).toBe(ips.length);
});
