import { execFile } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { promisify } from "node:util";
import { formatCidr, type Cidr } from "./cidr.ts";
import { ClusterError, errorCode, errorMessage } from "./errors.ts";

const run = promisify(execFile);

/** Marks our routes among all others: a number of rtnetlink's protocols that nobody has. */
const protocol = "174";

/**
 * Sees to it that programs on this machine can listen on all addresses of a block: adds a local route to it
 * where there is none, if that is permitted. Resolves with how to take it away again, if it was added. Throws
 * ClusterError with what the user is to do.
 */
export async function ensureLocalRoute(
  cidr: Cidr,
  anAddress: string,
): Promise<(() => Promise<void>) | undefined> {
  if (await canListenOn(anAddress)) return undefined;
  if (process.platform !== "linux") {
    throw new ClusterError(
      `--pod-cidr ${formatCidr(cidr)}: only Linux can make a block of addresses local`,
      "Leave --pod-cidr out: pods share 127.0.0.1 then, with a port each.",
    );
  }
  await refuseForeignRoutes(cidr);
  await addRoute(cidr);
  return () => removeRoute(cidr);
}

/** How to take away a route that a killed run of ours has left, or undefined when there is none. */
export async function leftRoute(cidr: Cidr): Promise<(() => Promise<void>) | undefined> {
  const shown = await run("ip", ["-4", "route", "show", "table", "local", formatCidr(cidr)]).catch(() => ({
    stdout: "",
  }));
  return isOurs(shown.stdout) ? () => removeRoute(cidr) : undefined;
}

/** Whether what `ip route show` printed is a route that this program added. */
export function isOurs(shown: string): boolean {
  return shown
    .split("\n")
    .some((route) => route.startsWith("local ") && route.includes(` proto ${protocol} `));
}

async function removeRoute(cidr: Cidr): Promise<void> {
  await run("ip", ["route", "del", ...routeTo(cidr)]);
}

function routeTo(cidr: Cidr): string[] {
  return ["local", formatCidr(cidr), "dev", "lo"];
}

async function addRoute(cidr: Cidr): Promise<void> {
  try {
    await run("ip", ["route", "add", ...routeTo(cidr), "proto", protocol]);
  } catch (error) {
    throw new ClusterError(
      `--pod-cidr ${formatCidr(cidr)}: these are no addresses of this machine (${reasonOf(error)})`,
      `Make them local first: sudo ip route add ${routeTo(cidr).join(" ")}.`,
    );
  }
}

/** A network that the machine reaches already would no longer be reached. */
async function refuseForeignRoutes(cidr: Cidr): Promise<void> {
  // Without the program the route cannot be added either, which says more.
  const shown = await run("ip", ["-4", "route", "show", "table", "all", "root", formatCidr(cidr)]).catch(
    () => ({ stdout: "" }),
  );
  const [route] = shown.stdout.split("\n").filter((line) => line !== "");
  if (route === undefined) return;
  throw new ClusterError(
    `--pod-cidr ${formatCidr(cidr)}: this machine uses some of these addresses (${route.trim()})`,
    "Choose a block that nothing uses, for example --pod-cidr 10.244.0.0/16.",
  );
}

async function canListenOn(ip: string): Promise<boolean> {
  const server = net.createServer();
  try {
    server.listen({ host: ip, port: 0, exclusive: true });
    await once(server, "listening");
    server.close();
    await once(server, "close");
    return true;
  } catch (error) {
    if (errorCode(error) === "EADDRNOTAVAIL") return false;
    throw error;
  }
}

/** What `ip` said, or why it could not be asked. */
function reasonOf(error: unknown): string {
  const said = (error as { readonly stderr?: string }).stderr?.trim() ?? "";
  if (said !== "") return said;
  return errorCode(error) === "ENOENT" ? "there is no program ip to make them so" : errorMessage(error);
}
