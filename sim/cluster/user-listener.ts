import { once } from "node:events";
import net from "node:net";
import { hostname, networkInterfaces } from "node:os";
import type { Address } from "../model/addresses.ts";
import { ClusterError, errorCode, errorMessage } from "./errors.ts";

/**
 * Checks that users' listener can be opened, before anything is started. Port 0 becomes a free port.
 * Throws ClusterError.
 */
export async function checkUserListener({ ip, port }: Address): Promise<Address> {
  if (net.isIP(ip) === 0) {
    throw new ClusterError(
      `--bind-address ${ip}: is no IP address`,
      "Give an address of this machine, or 0.0.0.0 for all of them.",
    );
  }
  try {
    return { ip, port: await listenBriefly(ip, port) };
  } catch (error) {
    throw cannotListen({ ip, port }, error);
  }
}

/**
 * The listener for users who named no port: at `usualPort` where that is free, else at a free one. Throws
 * ClusterError.
 */
export async function findUserListener(ip: string, usualPort: number): Promise<Address> {
  const isTaken = await listenBriefly(ip, usualPort).then(
    () => false,
    (error: unknown) => errorCode(error) === "EADDRINUSE",
  );
  return checkUserListener({ ip, port: isTaken ? 0 : usualPort });
}

/** Opens a listener and closes it again; resolves with its port. */
async function listenBriefly(ip: string, port: number): Promise<number> {
  const server = net.createServer();
  server.listen({ host: ip, port, exclusive: true });
  await once(server, "listening");
  const opened = (server.address() as net.AddressInfo).port;
  server.close();
  await once(server, "close");
  return opened;
}

function cannotListen({ ip, port }: Address, error: unknown): ClusterError {
  switch (errorCode(error)) {
    case "EADDRINUSE":
      return new ClusterError(
        `port ${port} of ${ip} is taken by another program`,
        "Stop it, or choose another port with --port (0 takes any free one).",
      );
    case "EACCES":
      return new ClusterError(
        `port ${port} of ${ip} is not for this user`,
        "Choose a port above 1023 with --port.",
      );
    case "EADDRNOTAVAIL":
      return new ClusterError(
        `--bind-address ${ip}: this machine has no such address`,
        "Give one that it has, or 0.0.0.0 for all of them.",
      );
    default:
      return new ClusterError(
        `cannot listen on port ${port} of ${ip}: ${errorMessage(error)}`,
        "Choose another address with --bind-address and --port.",
      );
  }
}

/** The URL by which clients on this machine reach the listener. */
export function userUrl({ ip, port }: Address): string {
  const host = ip === "0.0.0.0" ? "127.0.0.1" : ip === "::" ? "::1" : ip;
  return `https://${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** By which names and addresses clients may reach it: of all interfaces where it listens on all. */
export function userListenerNames(ip: string): { type: "ip" | "dns"; value: string }[] {
  if (ip !== "0.0.0.0" && ip !== "::") return [{ type: "ip", value: ip }];
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const own = addresses
    .map(({ address }) => address.replace(/%.*$/, ""))
    .map((value) => ({ type: "ip" as const, value }));
  return [...own, { type: "dns", value: hostname() }];
}
