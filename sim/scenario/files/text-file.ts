import { open } from "node:fs/promises";
import type { Statement } from "../schema/statement.ts";

/** Far more than a scenario with a line for each of 10,000 VMs. */
const mostBytes = 5 * 2 ** 20;

/** The text of a file, or what keeps it from being read. */
export async function readText(file: string): Promise<{ readonly text: string } | Statement> {
  let bytes: Buffer;
  try {
    bytes = await readAtMost(file, mostBytes + 1);
  } catch (error) {
    return cannotRead(error as NodeJS.ErrnoException);
  }
  if (bytes.length > mostBytes) {
    return {
      message: `expected a scenario of at most ${mostBytes / 2 ** 20} MiB`,
      fix: "name a scenario file; use `replicas` for many of a kind.",
    };
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { message: "expected a text in UTF-8, got other bytes", fix: "save the file as UTF-8." };
  }
}

/** Reads no more than that much, whatever the file is: a device has no end. */
async function readAtMost(file: string, most: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(most);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, most - length);
      length += bytesRead;
      if (bytesRead === 0 || length === most) return buffer.subarray(0, length);
    }
  } finally {
    await handle.close();
  }
}

function cannotRead(error: NodeJS.ErrnoException): Statement {
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return { message: "there is no such file", fix: "check the path; the shipped ones are in scenarios/." };
    case "EISDIR":
      return { message: "expected a file, got a directory", fix: "name one of the .yaml files in it." };
    case "EACCES":
    case "EPERM":
      return { message: "the file may not be read", fix: "let your user read it (chmod u+r)." };
    default:
      return { message: `the file cannot be read: ${error.message}`, fix: "name a file that can be read." };
  }
}
