import net from "node:net";

/** A block of IPv4 addresses: `10.244.0.0/16`. */
export interface Cidr {
  /** Its first address. */
  readonly network: string;
  readonly prefix: number;
}

/** Reads `10.244.0.0/16`; undefined when it is no block of addresses. Bits beyond the prefix are cleared. */
export function parseCidr(text: string): Cidr | undefined {
  const [, ip = "", prefixText = ""] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
  const prefix = Number(prefixText);
  if (!net.isIPv4(ip) || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  return { network: ipOf(Math.floor(numberOf(ip) / size) * size), prefix };
}

export function formatCidr({ network, prefix }: Cidr): string {
  return `${network}/${prefix}`;
}

/** How many addresses there are in it. */
export function sizeOf({ prefix }: Cidr): number {
  return 2 ** (32 - prefix);
}

/** The address with this number in it, from 0. */
export function addressIn({ network }: Cidr, index: number): string {
  return ipOf(numberOf(network) + index);
}

export function contains(cidr: Cidr, ip: string): boolean {
  const distance = numberOf(ip) - numberOf(cidr.network);
  return distance >= 0 && distance < sizeOf(cidr);
}

function numberOf(ip: string): number {
  return ip.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

function ipOf(number: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(number / unit) % 256).join(".");
}
