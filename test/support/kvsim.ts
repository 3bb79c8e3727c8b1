import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { freePort } from "./prometheus.ts";
import { until } from "./until.ts";

/** The built command, as a user runs it. */
export const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** What `kvsim up` writes last: see sim/cluster/files.ts. */
export interface ClusterFile {
  /** RFC 3339: when t = 0 is. */
  readonly epoch: string;
  readonly apiserver: { readonly url: string; readonly pid: number };
  readonly control: { readonly url: string };
  readonly prometheus?: { readonly url: string };
  readonly components: readonly {
    readonly kind: string;
    readonly pod: string;
    readonly node: string;
    readonly address: string;
    readonly pid: number;
  }[];
}

export interface KvsimUnderTest {
  readonly directory: string;
  readonly child: ChildProcess;
  readonly port: number;
  /** What it printed so far, standard output and error. */
  readonly output: () => string;
  cluster(): Promise<ClusterFile>;
  /** The exit code, once it has ended. */
  exited: Promise<number | null>;
}

/** Starts `kvsim up` on a scenario (its YAML) in a directory of its own; it is stopped when the test ends. */
export async function startKvsim(scenario: string, args: readonly string[] = []): Promise<KvsimUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), "kvsim-test-"));
  const file = join(directory, "scenario.yaml");
  await writeFile(file, scenario);
  const port = await freePort();
  const cluster = join(directory, "cluster");
  const child = spawn(process.execPath, [cli, "up", file, "--dir", cluster, "--port", String(port), ...args]);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString()));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await exited;
    await rm(directory, { recursive: true, force: true });
  });
  return {
    directory: cluster,
    child,
    port,
    exited,
    output: () => output,
    cluster: async () => JSON.parse(await readFile(join(cluster, "cluster.json"), "utf8")) as ClusterFile,
  };
}

/** Starts it, and waits until everything is ready, for so many seconds at most. */
export async function startReadyKvsim(
  scenario: string,
  args: readonly string[] = [],
  { seconds = 30 } = {},
): Promise<KvsimUnderTest> {
  const kvsim = await startKvsim(scenario, args);
  const ended = () => kvsim.child.exitCode !== null;
  await until("kvsim ready", () => ended() || existsSync(join(kvsim.directory, "cluster.json")), {
    seconds,
    describe: kvsim.output,
  });
  if (ended()) throw new Error(`kvsim ended before it was ready:\n${kvsim.output()}`);
  return kvsim;
}
