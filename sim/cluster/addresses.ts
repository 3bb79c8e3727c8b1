import type { Address, AddressPlan } from "../model/addresses.ts";
import type { AddressBlock } from "../wire/channel.ts";
import { addressIn, sizeOf, type Cidr } from "./cidr.ts";

/** The usual port of API servers. */
const apiserverPort = 6443;
/** KubeVirt's port for /metrics. */
const metricsPort = 8443;
/**
 * The port of fronts and of the instance itself. Not an API server's usual one: who has the apiserver listen
 * on 0.0.0.0:6443 needs that port on every address of the machine, these among them.
 */
const innerPort = 26443;

/**
 * Loopback blocks are 127.B.0.0/16, all of which Linux answers on without any set-up. They start high enough
 * to stay clear of what resolvers and distributions use (127.0.0.53, 127.0.1.1).
 */
const loopbackBlocks = { first: 10, last: 250 };
/** Third bytes: pods below, fronts above, the last /24 for the instance itself. */
const podSubnets = 127;
const frontSubnetOffset = 128;
const ownSubnet = 255;
const hostsPerSubnet = 254;

/** Where every address is 127.0.0.1, a block is a range of ports; below the ephemeral ones. */
const portBlocks = { first: 9000, size: 10_000, count: 4 };
const ownPorts = 3;

/** Of a CIDR component pods have the first quarter, fronts the second, launchers the rest but the instance's own last. */
const ownAddresses = 8;

/** The blocks an instance may take where none is named, in the order to try them. */
export function addressBlocks(mode: "loopback" | "ports"): AddressBlock[] {
  if (mode === "loopback") {
    const count = loopbackBlocks.last - loopbackBlocks.first + 1;
    return Array.from({ length: count }, (_, index) => ({ mode, block: loopbackBlocks.first + index }));
  }
  return Array.from({ length: portBlocks.count }, (_, index) => ({
    mode,
    basePort: portBlocks.first + index * portBlocks.size,
  }));
}

/** Where users reach the apiserver unless they name a port: 6443, or the next port for the next block. */
export function usualUserPort(block: AddressBlock): number {
  switch (block.mode) {
    case "loopback":
      return apiserverPort + block.block - loopbackBlocks.first;
    case "cidr":
      return apiserverPort;
    case "ports":
      return apiserverPort + (block.basePort - portBlocks.first) / portBlocks.size;
  }
}

/** Bound by the instance that owns the block, for as long as it lives. */
export function lockAddress(block: AddressBlock): Address {
  return ownAddress(block, { host: 254, port: 0, fromEnd: 2 });
}

/** The front listener that the generated Prometheus configuration dials. */
export function prometheusFrontAddress(block: AddressBlock): Address {
  return ownAddress(block, { host: 1, port: 1, fromEnd: 3 });
}

/** Where the instance's supervisor tells about itself. */
export function controlAddress(block: AddressBlock): Address {
  return ownAddress(block, { host: 2, port: 2, fromEnd: 4 });
}

/** An address of the instance itself, in each mode told in its own way. */
function ownAddress(
  block: AddressBlock,
  place: { readonly host: number; readonly port: number; readonly fromEnd: number },
): Address {
  switch (block.mode) {
    case "loopback":
      return { ip: `127.${block.block}.${ownSubnet}.${place.host}`, port: innerPort };
    case "cidr":
      return { ip: addressIn(block, sizeOf(block) - place.fromEnd), port: innerPort };
    case "ports":
      return { ip: "127.0.0.1", port: block.basePort + place.port };
  }
}

/**
 * The addresses of pods, their fronts and nodes in a block. `pod` and `front` throw RangeError past the
 * block's end: 32,258 component pods on loopback addresses, 16,383 in a /16, 4,998 on ports.
 */
export function addressPlan(block: AddressBlock): AddressPlan {
  switch (block.mode) {
    case "loopback":
      return loopbackPlan(block.block);
    case "cidr":
      return cidrPlan(block);
    case "ports":
      return portPlan(block.basePort);
  }
}

function loopbackPlan(block: number): AddressPlan {
  const capacity = podSubnets * hostsPerSubnet;
  const ipAt = (index: number, subnetOffset: number) => {
    checkCapacity(index, capacity);
    const subnet = subnetOffset + Math.floor(index / hostsPerSubnet);
    return `127.${block}.${subnet}.${1 + (index % hostsPerSubnet)}`;
  };
  return {
    pod: (index) => ({ ip: ipAt(index, 0), port: metricsPort }),
    front: (index) => ({ ip: ipAt(index, frontSubnetOffset), port: innerPort }),
    launcherIp,
    nodeIp,
  };
}

function cidrPlan(cidr: Cidr): AddressPlan {
  const quarter = sizeOf(cidr) / 4;
  const ipAt = (index: number, first: number, capacity: number) => {
    checkCapacity(index, capacity);
    return addressIn(cidr, first + index);
  };
  // The very first address is the network's own.
  return {
    pod: (index) => ({ ip: ipAt(index, 1, quarter - 1), port: metricsPort }),
    front: (index) => ({ ip: ipAt(index, quarter, quarter - 1), port: innerPort }),
    launcherIp: (index) => ipAt(index, 2 * quarter, 2 * quarter - ownAddresses),
    nodeIp,
  };
}

function portPlan(basePort: number): AddressPlan {
  const capacity = Math.floor((portBlocks.size - ownPorts) / 2);
  const portAt = (index: number, offset: number) => {
    checkCapacity(index, capacity);
    return basePort + ownPorts + 2 * index + offset;
  };
  return {
    pod: (index) => ({ ip: "127.0.0.1", port: portAt(index, 0) }),
    front: (index) => ({ ip: "127.0.0.1", port: portAt(index, 1) }),
    launcherIp,
    nodeIp,
  };
}

/** Nothing listens at a launcher, so its address may be one of a usual pod network's: 10.244.0.1 onwards. */
function launcherIp(index: number): string {
  checkCapacity(index, 256 * hostsPerSubnet);
  return `10.244.${Math.floor(index / hostsPerSubnet)}.${1 + (index % hostsPerSubnet)}`;
}

/** Nodes serve nothing; theirs is an address of a machine room, 192.168.66.101 onwards. */
function nodeIp(index: number): string {
  const host = 101 + index;
  return `192.168.${66 + Math.floor(host / 256)}.${host % 256}`;
}

function checkCapacity(index: number, capacity: number): void {
  if (index < capacity) return;
  throw new RangeError(`no address is left for pod number ${index + 1}: an instance has ${capacity}`);
}
