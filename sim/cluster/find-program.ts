import { access, constants, stat } from "node:fs/promises";
import { delimiter, join, resolve, sep } from "node:path";

/** The file of a program of that name or path, as a shell would find it; undefined when there is none. */
export async function findProgram(nameOrPath: string): Promise<string | undefined> {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = isPath(nameOrPath)
    ? [resolve(nameOrPath)]
    : folders.map((folder) => join(folder, nameOrPath));
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

/** Whether a program is named by its path, so that no folder of PATH is looked into. */
export function isPath(nameOrPath: string): boolean {
  return nameOrPath.includes(sep);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
