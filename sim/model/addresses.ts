/** Where something listens or is reached: an IPv4 address and a port. */
export interface Address {
  readonly ip: string;
  readonly port: number;
}

export function formatAddress({ ip, port }: Address): string {
  return `${ip}:${port}`;
}

/**
 * The addresses of one running instance. Component pods are numbered; pod `n` listens at `pod(n)` and reaches
 * the apiserver through its own front listener at `front(n)`. Launcher pods are numbered apart.
 */
export interface AddressPlan {
  pod(index: number): Address;
  front(index: number): Address;
  /** The IP of launcher pod `n`: its guest's address, at which nothing listens. */
  launcherIp(index: number): string;
  /** InternalIP of the node with this number. */
  nodeIp(index: number): string;
}
