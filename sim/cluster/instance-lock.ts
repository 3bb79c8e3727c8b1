import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import net from "node:net";
import type { Address } from "../model/addresses.ts";
import type { AddressBlock } from "../wire/channel.ts";
import { addressBlocks, lockAddress } from "./addresses.ts";
import { ClusterError, errorCode } from "./errors.ts";
import { fileNames, type ClusterDirectory } from "./files.ts";

/** How long an instance may take to say who it is. */
const answerMillis = 2000;

/**
 * What a running instance holds, and nobody else meanwhile: a block of addresses, by listening on one of
 * them. The system frees it when the process dies, however it dies.
 */
interface InstanceLock {
  readonly block: AddressBlock;
  /** Marks the directory as this instance's. Throws ClusterError when a living one has it. */
  holdDirectory(directory: ClusterDirectory): Promise<void>;
  release(): Promise<void>;
}

/** What `lock.json` says: who has the directory, and where to ask whether it lives. */
interface LockFile {
  readonly pid: number;
  readonly instance: string;
  readonly address: Address;
}

/** Of loopback addresses where the system has them, else of ports. */
const usualBlocks = [...addressBlocks("loopback"), ...addressBlocks("ports")];

/** Takes the first free one of these blocks of addresses. Throws ClusterError when none is. */
export async function acquireInstanceLock(
  blocks: readonly AddressBlock[] = usualBlocks,
): Promise<InstanceLock> {
  const instance = randomUUID();
  const server = net.createServer((socket) => {
    socket.on("error", () => undefined);
    socket.end(instance);
  });
  for (const block of blocks) {
    if (await tryListen(server, lockAddress(block))) return heldLock(server, block, instance);
  }
  throw blocks.length === 1
    ? new ClusterError(
        "another kvsim has these addresses for its pods",
        "Stop it, or choose others with --pod-cidr.",
      )
    : new ClusterError(
        "no block of addresses is free: as many instances as can are running",
        "Stop one of them.",
      );
}

function heldLock(server: net.Server, block: AddressBlock, instance: string): InstanceLock {
  let held: ClusterDirectory | undefined;
  return {
    block,
    holdDirectory: async (directory) => {
      await writeLockFile(directory, { pid: process.pid, instance, address: lockAddress(block) });
      held = directory;
    },
    release: async () => {
      await held?.remove(fileNames.lock);
      server.close();
      await once(server, "close");
    },
  };
}

async function writeLockFile(directory: ClusterDirectory, content: LockFile): Promise<void> {
  const path = directory.file(fileNames.lock);
  for (;;) {
    try {
      await writeFile(path, JSON.stringify(content), { mode: 0o600, flag: "wx" });
      return;
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
    const holder = await livingHolder(path);
    if (holder !== undefined) {
      throw new ClusterError(
        `${directory.path}: another kvsim (process ${holder.pid}) is running in this directory`,
        "Stop it, or name another directory with --dir.",
      );
    }
    await directory.remove(fileNames.lock);
  }
}

/** Who holds the directory, if that instance still answers; a file left by a dead one counts for nothing. */
export async function livingHolder(path: string): Promise<LockFile | undefined> {
  try {
    const holder = JSON.parse(await readFile(path, "utf8")) as LockFile;
    return (await ask(holder.address)) === holder.instance ? holder : undefined;
  } catch {
    return undefined;
  }
}

async function ask({ ip, port }: Address): Promise<string> {
  const socket = net.connect({ host: ip, port, timeout: answerMillis });
  socket.once("timeout", () => socket.destroy(new Error("no answer")));
  socket.setEncoding("utf8");
  let answer = "";
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

async function tryListen(server: net.Server, { ip, port }: Address): Promise<boolean> {
  server.listen({ host: ip, port, exclusive: true });
  try {
    await once(server, "listening");
    return true;
  } catch (error) {
    // Taken, or (but for 127.0.0.1 on most systems) no address of this machine.
    if (["EADDRINUSE", "EADDRNOTAVAIL"].includes(errorCode(error) ?? "")) return false;
    throw error;
  }
}
