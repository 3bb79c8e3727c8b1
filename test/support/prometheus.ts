import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { onTestFinished, test } from "vitest";
import { until } from "./until.ts";

/**
 * A foreign program that tests look at the simulator with: named by an environment variable, else on PATH.
 * Without it the test says loudly what was not run, and fails where CI=true.
 */
export function program(variable: string, name: string): string | undefined {
  const named = process.env[variable];
  if (named !== undefined && named !== "") return named;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

type RunTest = (title: string, run: () => Promise<void>, timeoutMillis?: number) => void;

/** `test`, or a loud skip (a failure where CI=true) when a program it needs is missing. */
export function testWith(programs: Readonly<Record<string, string | undefined>>): RunTest {
  const missing = Object.entries(programs).filter(([, path]) => path === undefined);
  const names = missing.map(([name]) => name).join(", ");
  return (title, run, timeoutMillis) => {
    if (missing.length === 0) return test(title, run, timeoutMillis);
    if (process.env["CI"] === "true") {
      return test(title, () => {
        throw new Error(`CI=true, but ${names} is missing`);
      });
    }
    console.warn(`NOT RUN, for want of ${names}: ${title}`);
    test.skip(title);
  };
}

export interface PrometheusTarget {
  readonly labels: Record<string, string>;
  /** What discovery said of it, before any relabelling. */
  readonly discoveredLabels: Record<string, string>;
  readonly health: string;
  readonly lastError: string;
}

/** From when to when, in Unix seconds, and how often. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
  readonly stepSeconds: number;
}

export interface RangeSeries {
  readonly metric: Record<string, string>;
  /** Unix seconds and values, in the order of time. */
  readonly values: readonly [number, string][];
}

/** A running Prometheus and what can be asked of it. */
export interface PrometheusUnderTest {
  readonly url: string;
  readonly pid: number;
  /** The values of an instant query, by the labels that tell its series apart. */
  query(expression: string): Promise<{ labels: Record<string, string>; value: number }[]>;
  /** The series that a query has at any moment of a time. */
  queryRange(expression: string, range: TimeRange): Promise<RangeSeries[]>;
  targets(): Promise<PrometheusTarget[]>;
  readonly output: () => string;
}

/** Starts a foreign program with a port and a storage folder of its own; it is killed when the test ends. */
async function startForeign(path: string, argsFor: (port: number, storage: string) => string[]) {
  const storage = await mkdtemp(join(tmpdir(), "kvsim-foreign-"));
  const port = await freePort();
  const child = spawn(path, argsFor(port, storage));
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString()));
  const exited = new Promise((resolve) => child.once("exit", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
    await rm(storage, { recursive: true, force: true });
  });
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, output: () => output };
}

export type VmagentTarget = Omit<PrometheusTarget, "lastError">;

export interface VmagentUnderTest {
  targets(): Promise<VmagentTarget[]>;
  /** How many targets of this job the last scrape of each found up. */
  targetsUp(job: string): Promise<number>;
  readonly output: () => string;
}

/**
 * Starts a vmagent on `configFile` that sends what it scrapes nowhere; it is stopped when the test ends. Unless
 * it is to be strict, keys of Prometheus' that it does not know are no reason to refuse the file.
 */
export async function startVmagent(
  path: string,
  configFile: string,
  { strict = false } = {},
): Promise<VmagentUnderTest> {
  const { url, output } = await startForeign(path, (port, storage) => [
    `-promscrape.config=${configFile}`,
    `-promscrape.config.strictParse=${strict}`,
    "-promscrape.kubernetesSDCheckInterval=1s",
    `-remoteWrite.tmpDataPath=${storage}`,
    "-remoteWrite.url=http://127.0.0.1:1/api/v1/write",
    `-httpListenAddr=127.0.0.1:${port}`,
  ]);
  await until("vmagent ready", async () => (await fetch(`${url}/health`)).ok, { describe: output });
  const targets = async () => {
    const { activeTargets } = (await get(`${url}/api/v1/targets?state=active`)) as {
      activeTargets: VmagentTarget[];
    };
    return activeTargets;
  };
  return {
    output,
    targets,
    targetsUp: async (job) =>
      (await targets()).filter(({ health, labels }) => health === "up" && labels["job"] === job).length,
  };
}

/** Starts a Prometheus on `configFile`; it is stopped when the test ends. */
export async function startPrometheus(path: string, configFile: string): Promise<PrometheusUnderTest> {
  const { url, pid, output } = await startForeign(path, (port, storage) => [
    `--config.file=${configFile}`,
    `--storage.tsdb.path=${storage}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  await until("Prometheus ready", async () => (await fetch(`${url}/-/ready`)).ok, { describe: output });
  return {
    url,
    pid,
    output,
    query: async (expression) => {
      const { result } = (await get(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`)) as {
        result: { metric: Record<string, string>; value: [number, string] }[];
      };
      return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
    queryRange: async (expression, { start, end, stepSeconds }) => {
      const query = new URLSearchParams({
        query: expression,
        start: String(start),
        end: String(end),
        step: String(stepSeconds),
      });
      const { result } = (await get(`${url}/api/v1/query_range?${query.toString()}`)) as {
        result: RangeSeries[];
      };
      return result;
    },
    targets: async () => {
      const { activeTargets } = (await get(`${url}/api/v1/targets?state=active`)) as {
        activeTargets: PrometheusTarget[];
      };
      return activeTargets;
    },
  };
}

async function get(url: string): Promise<unknown> {
  const answer = (await (await fetch(url)).json()) as { status: string; data: unknown; error?: string };
  if (answer.status !== "success") throw new Error(`${url}: ${answer.error ?? answer.status}`);
  return answer.data;
}

export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
