import { expect, test } from "vitest";
import { blocksOfPodCidr } from "../../sim/cluster/pod-cidr.ts";

test("a block of addresses is taken as it is, one shared address as blocks of ports", () => {
  expect(blocksOfPodCidr("10.244.0.0/16")).toEqual([{ mode: "cidr", network: "10.244.0.0", prefix: 16 }]);
  expect(blocksOfPodCidr("127.0.0.1/32").map(({ mode }) => mode)).toContain("ports");
});

test.each([
  ["10.244.7.1/16", "does not begin at the first address", "Write --pod-cidr 10.244.0.0/16."],
  ["10.244.0.0", "expected a block of IPv4 addresses", "--pod-cidr 10.244.0.0/16"],
  ["10.244.0.0/29", "expected a block of IPv4 addresses, /8 to /24", "--pod-cidr 10.244.0.0/16"],
  ["10.244.0.0/33", "expected a block of IPv4 addresses", "--pod-cidr 10.244.0.0/16"],
  ["300.1.0.0/16", "expected a block of IPv4 addresses", "--pod-cidr 10.244.0.0/16"],
  ["fd00::/16", "expected a block of IPv4 addresses", "--pod-cidr 10.244.0.0/16"],
  ["8.8.8.0/24", "others have these addresses", "private ones"],
  ["172.16.0.0/11", "does not begin at", "172.0.0.0/11"],
  ["172.0.0.0/11", "others have these addresses", "private ones"],
  ["239.0.0.0/8", "no machine can have these", "private ones"],
  ["0.0.0.0/8", "no machine can have these", "private ones"],
])("%s is refused: %s", (text, message, fix) => {
  expect(() => blocksOfPodCidr(text)).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(message) as string,
      fix: expect.stringContaining(fix) as string,
    }) as Error,
  );
});
