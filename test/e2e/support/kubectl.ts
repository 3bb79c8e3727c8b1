import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { KvsimUnderTest } from "../../support/kvsim.ts";
import { program } from "../../support/prometheus.ts";

const run = promisify(execFile);

/** Where kubectl is; undefined where there is none. */
export const kubectl = program("KUBECTL", "kubectl");

/** kubectl as the cluster's admin: arguments as on a command line. Rejects when it fails; resolves with its output. */
export function kubectlOn({ directory }: KvsimUnderTest): (args: string) => Promise<string> {
  return async (args) => {
    const given = ["--kubeconfig", join(directory, "kubeconfig"), ...args.split(" ")];
    const { stdout } = await run(kubectl ?? "kubectl", given, {
      // A home of its own, so that nothing cached tells it what to expect.
      env: { ...process.env, HOME: directory },
    });
    return stdout;
  };
}

/** Writes a manifest beside the cluster's own files; returns its path. */
export async function manifestFile({ directory }: KvsimUnderTest, text: string): Promise<string> {
  const path = join(directory, "manifest.yaml");
  await writeFile(path, text);
  return path;
}
