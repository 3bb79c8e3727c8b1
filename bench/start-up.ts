import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../test/support/prometheus.ts";
import { median } from "./measure.ts";
import type { Section } from "./section.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** What `npm start` runs: it builds what is missing, then starts the quickstart. */
const command = join(root, "scripts/start.mjs");
const mostSeconds = 120;

/** From the command until every target of the quickstart is ready. */
export const startUp: Section = {
  name: "start-up",
  async measure({ starts }) {
    // Not counted: it may have to build.
    await startOnce();
    const taken = [];
    for (let count = 0; count < starts; count++) taken.push(await startOnce());
    return [
      {
        title: `Starting the quickstart, median of ${starts}`,
        figures: [{ what: "npm start until every target is ready", value: median(taken), unit: "s" }],
      },
    ];
  },
};

async function startOnce(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "kvsim-bench-"));
  const cluster = join(directory, "cluster");
  const port = String(await freePort());
  const begun = performance.now();
  const child = spawn(process.execPath, [command, "--dir", cluster, "--port", port]);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString()));
  const exited = new Promise((resolve) => child.once("exit", resolve));
  try {
    // The file that kvsim up writes last.
    while (!existsSync(join(cluster, "cluster.json"))) {
      if (hasEnded(child) || performance.now() - begun > mostSeconds * 1000) {
        throw new Error(`npm start was not ready within ${mostSeconds} s:\n${output}`);
      }
      await sleep(10);
    }
    return (performance.now() - begun) / 1000;
  } finally {
    child.kill("SIGTERM");
    await exited;
    await rm(directory, { recursive: true, force: true });
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
