import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { main } from "../sim/cli.ts";
import { recordedIo } from "./support/command.ts";

async function run(...argv: string[]) {
  const { io, out, err } = recordedIo();
  const exitCode = await main(argv, io);
  return { exitCode, out: out(), err: err() };
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "kvsim-cli-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

test.each([
  [["upp"], "kvsim: there is no command upp", "Did you mean kvsim up?"],
  [["frobnicate"], "kvsim: there is no command frobnicate", "See kvsim help."],
  [["toString"], "kvsim: there is no command toString", "See kvsim help."],
  [["up", "--sed", "1"], "kvsim up: there is no option --sed", "Did you mean --seed?"],
  [["up", "-x"], "kvsim up: there is no option -x", "See kvsim help up."],
  [["up", "--seed"], "kvsim up: --seed needs a value", "Write --seed N."],
  [["up", "--seed", "one"], "--seed: expected a whole number from 0 to", "Write, for example, --seed 1."],
  [["up", "--port=65536"], "--port: expected a whole number from 0 to 65535, got 65536", "--port 1."],
  [["up", "--log-format", "xml"], "--log-format: expected text or json, got xml", "--log-format text."],
  [["up", "a.yaml", "b.yaml"], "kvsim up: does not know what to do with b.yaml", "kvsim up [FILE]"],
  [["check"], "kvsim check: something is missing", "kvsim check FILE..."],
])("%j is refused with what is wrong and how to put it right", async (argv, message, fix) => {
  const { exitCode, out, err } = await run(...argv);
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
  expect(err).toContain(message);
  expect(err).toContain(`Fix: `);
  expect(err).toContain(fix);
});

test.each([[["--help"]], [["help"]], [[]], [["-h"]]])("%j lists the commands for people", async (argv) => {
  const { exitCode, out } = await run(...argv);
  expect(exitCode).toBe(0);
  for (const name of ["up", "check", "version", "help"]) expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
  expect(out).not.toMatch(/component|guard/);
});

test.each([[["help", "up"]], [["up", "--help"]], [["up", "x.yaml", "-h"]]])(
  "%j tells about up",
  async (argv) => {
    const { exitCode, out } = await run(...argv);
    expect(exitCode).toBe(0);
    for (const option of ["dir", "seed", "port", "bind-address", "prometheus", "log-format"])
      expect(out).toContain(`--${option} `);
  },
);

test("the version is the package's", async () => {
  const { exitCode, out } = await run("--version");
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("check reports every problem of every file, and goes on after the first", async () => {
  const path = await folder();
  await writeFile(join(path, "good.yaml"), "apiVersion: kvsim/v1\nnodes: 1\n");
  await writeFile(join(path, "bad.yaml"), "apiVersion: kvsim/v1\nnodes: -1\nvirtualmachines: 3\n");
  const { exitCode, out, err } = await run("check", join(path, "bad.yaml"), join(path, "good.yaml"));
  expect(exitCode).toBe(1);
  expect(out).toBe(`${join(path, "good.yaml")}: ok\n`);
  expect(err).toContain("bad.yaml:2:8: nodes: ");
  expect(err).toContain("bad.yaml:3:1: ");
});

async function scenarioIn(path: string): Promise<string> {
  const file = join(path, "scenario.yaml");
  await writeFile(file, "apiVersion: kvsim/v1\nnodes: 1\n");
  return file;
}

test("up refuses an invalid scenario as check does, and makes no directory", async () => {
  const path = await folder();
  await writeFile(join(path, "bad.yaml"), "nodes: -1\n");
  const { exitCode, err } = await run("up", join(path, "bad.yaml"), "--dir", join(path, "cluster"));
  expect(exitCode).toBe(1);
  expect(err).toContain("bad.yaml:1:8: nodes: ");
});

test("up says which port is taken", async () => {
  const path = await folder();
  const other = net.createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const { port } = other.address() as net.AddressInfo;
  const result = await run("up", await scenarioIn(path), "--dir", join(path, "c"), "--port", String(port));
  expect(result).toEqual({
    exitCode: 1,
    out: "Starting scenario: 1 node, 0 virtual machines.\n",
    err: `port ${port} of 127.0.0.1 is taken by another program\nFix: Stop it, or choose another port with --port (0 takes any free one).\n`,
  });
});

test.each([
  [
    "--bind-address localhost",
    "--bind-address localhost: is no IP address",
    "Give an address of this machine",
  ],
  [
    "--bind-address 192.0.2.1",
    "--bind-address 192.0.2.1: this machine has no such address",
    "Give one that it has",
  ],
  [
    "--prometheus=/nowhere/prometheus",
    "--prometheus: there is no program /nowhere/prometheus",
    "--prometheus=/path",
  ],
  ["--prometheus no-such-program", "--prometheus: there is no no-such-program on PATH", "--prometheus=/path"],
])("up %s is refused before anything is started", async (options, message, fix) => {
  const path = await folder();
  const argv = ["up", await scenarioIn(path), "--dir", join(path, "c"), "--port", "0", ...options.split(" ")];
  const { exitCode, err } = await run(...argv);
  expect(exitCode).toBe(1);
  expect(err).toContain(message);
  expect(err).toContain(fix);
});

test("up says which directory cannot be written to", async () => {
  const path = await folder();
  const { exitCode, err } = await run("up", await scenarioIn(path), "--dir", join(path, "scenario.yaml"));
  expect(exitCode).toBe(1);
  expect(err).toContain("scenario.yaml: cannot be written to");
});

test("a component is not for starting by hand", async () => {
  const cli = fileURLToPath(new URL("../sim/cli.ts", import.meta.url));
  const command = promisify(execFile)(process.execPath, [
    "--import",
    "tsx",
    cli,
    "component",
    "virt-handler",
  ]);
  await expect(command).rejects.toMatchObject({
    code: 2,
    stdout: "",
    stderr: "kvsim component: is started by kvsim up, not by hand\nFix: Run kvsim up.\n",
  });
});
