import type { AddressBlock } from "../wire/channel.ts";
import { addressBlocks } from "./addresses.ts";
import { contains, formatCidr, parseCidr, type Cidr } from "./cidr.ts";
import { ClusterError } from "./errors.ts";

/** A thousand nodes need eleven bits; with fewer than eight there is no room for a cluster. */
const prefixes = { least: 8, most: 24 };
const portsCidr = "127.0.0.1/32";

/**
 * The blocks of addresses that `--pod-cidr` stands for, in the order to try them: the one named, or the blocks of
 * ports of 127.0.0.1/32. Throws ClusterError when pods cannot have addresses of it.
 */
export function blocksOfPodCidr(text: string): AddressBlock[] {
  if (text === portsCidr) return addressBlocks("ports");
  const cidr = parseCidr(text);
  if (cidr === undefined || cidr.prefix < prefixes.least || cidr.prefix > prefixes.most) {
    throw new ClusterError(
      `--pod-cidr ${text}: expected a block of IPv4 addresses, /${prefixes.least} to /${prefixes.most}`,
      `Write, for example, --pod-cidr 10.244.0.0/16; with ${portsCidr} pods share the address, with a port each.`,
    );
  }
  if (formatCidr(cidr) !== text) {
    throw new ClusterError(
      `--pod-cidr ${text}: does not begin at the first address of its block`,
      `Write --pod-cidr ${formatCidr(cidr)}.`,
    );
  }
  if (isReserved(cidr)) {
    throw new ClusterError(
      `--pod-cidr ${text}: no machine can have these addresses`,
      "Choose private ones, for example --pod-cidr 10.244.0.0/16.",
    );
  }
  if (!isPrivate(cidr)) {
    throw new ClusterError(
      `--pod-cidr ${text}: others have these addresses, and this machine could no longer reach them`,
      "Choose private ones, for example --pod-cidr 10.244.0.0/16.",
    );
  }
  return [{ mode: "cidr", ...cidr }];
}

/** For the use of everyone at home, or as examples: RFC 1918, 2544, 5737 and 6598, and loopback. */
function isPrivate({ network, prefix }: Cidr): boolean {
  return [
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "172.16.0.0/12",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
  ]
    .flatMap((text) => parseCidr(text) ?? [])
    .some((cidr) => contains(cidr, network) && prefix >= cidr.prefix);
}

/** "This network", multicast, and what is reserved beyond. */
function isReserved({ network }: Cidr): boolean {
  const unusable = [
    { network: "0.0.0.0", prefix: 8 },
    { network: "224.0.0.0", prefix: 3 },
  ];
  return unusable.some((cidr) => contains(cidr, network));
}
