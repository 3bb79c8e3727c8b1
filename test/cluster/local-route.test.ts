import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { addressIn, formatCidr, parseCidr } from "../../sim/cluster/cidr.ts";
import { ensureLocalRoute, isOurs } from "../../sim/cluster/local-route.ts";

test("what is local already needs no route", async () => {
  const cidr = { network: "127.0.0.0", prefix: 8 };
  expect(await ensureLocalRoute(cidr, "127.0.0.1")).toBeUndefined();
});

const ownNetworks = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .flatMap(({ family, internal, cidr }) => (family === "IPv4" && !internal && cidr !== null ? [cidr] : []))
  .flatMap((cidr) => parseCidr(cidr) ?? [])
  .filter(({ prefix }) => prefix <= 24);
const [ownNetwork] = ownNetworks;

test.runIf(process.platform === "linux" && ownNetwork !== undefined)(
  "a network that the machine is in is never cut off",
  async () => {
    const cidr = ownNetwork ?? { network: "", prefix: 0 };
    // One that is hardly this machine's own.
    const notOurs = addressIn(cidr, 2 ** (32 - cidr.prefix) - 7);
    await expect(ensureLocalRoute(cidr, notOurs)).rejects.toThrow(`--pod-cidr ${formatCidr(cidr)}: `);
  },
);

test.each([
  ["10.244.0.0/16", "10.244.0.0/16"],
  ["10.244.7.1/16", "10.244.0.0/16"],
  ["192.168.255.255/31", "192.168.255.254/31"],
  ["255.255.255.255/0", "0.0.0.0/0"],
])("%s is the block %s", (text, block) => {
  const cidr = parseCidr(text);
  expect(cidr && formatCidr(cidr)).toBe(block);
});

test.each([
  ["local 10.244.0.0/16 dev lo proto 174 scope host \n", true],
  ["local 10.244.0.0/16 dev lo scope host \n", false],
  ["", false],
])("of what ip shows, only a route with our mark is ours to remove: %j", (shown, ours) => {
  expect(isOurs(shown)).toBe(ours);
});
