import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
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
  [["up", "--seeds", "1"], "kvsim up: there is no option --seeds", "Did you mean --seed?"],
  [["up", "-x"], "kvsim up: there is no option -x", "See kvsim help up."],
  [["up", "--seed"], "kvsim up: --seed needs a value", "Write --seed N."],
  [["up", "--seed", "one"], "--seed: expected a whole number from 0 to", "Write, for example, --seed 1."],
  [["up", "--port=65536"], "--port: expected a whole number from 0 to 65535, got 65536", "--port 1."],
  [["up", "--log-format", "xml"], "--log-format: expected text or json, got xml", "--log-format text."],
  [["up", "a.yaml", "b.yaml"], "kvsim up: does not know what to do with b.yaml", "kvsim up [FILE]"],
  [["up", "a.yaml", "--"], "kvsim up: there is no command behind --", "-- npm test"],
  [["up", "a.yaml", "-d", "--", "true"], "kvsim up: --detach and a command", "Leave --detach out"],
  [["up", "--detach=yes"], "kvsim up: --detach takes no value", "Write just --detach."],
  [["up", "--set"], "kvsim up: --set needs a value", "Write --set PATH=VALUE."],
  [["check"], "kvsim check: something is missing", "kvsim check FILE..."],
  [["explain", "a", "b"], "kvsim explain: does not know what to do with b", "kvsim explain [FILE | WORD]"],
  [["explain", "databse"], "kvsim explain: databse is no word", "Did you mean database?"],
  [["explain", "etcd"], "kvsim explain: etcd is no word", "See kvsim explain"],
  [
    ["explain", "virtualMachines.etcd"],
    "kvsim explain: virtualMachines.etcd is no word",
    "See kvsim explain",
  ],
  [["explain", "latency", "-o", "json"], "-o is for scenarios and for the list", "kvsim schema"],
  [["explain", "latency", "--set", "nodes=1"], "--set is for a scenario", "Name its file"],
  [["explain", "-o", "xml"], "-o: expected wide or json or yaml, got xml", "Write -o wide."],
  [["schema", "x"], "kvsim schema: does not know what to do with x", "kvsim schema"],
  [["scrape"], "kvsim scrape: something is missing", "kvsim scrape POD"],
  [["scrape", "a", "b"], "kvsim scrape: does not know what to do with b", "kvsim scrape POD"],
  [["status", "virt-api"], "kvsim status: does not know what to do with virt-api", "kvsim status [--dir"],
  [["wait", "--timeout", "soon"], "--timeout: expected a duration, got soon", "--timeout 90s"],
  [["down", "--dir"], "kvsim down: --dir needs a value", "Write --dir DIRECTORY."],
  [["metrics", "dif"], "kvsim metrics: does not know what to do with dif", "kvsim metrics [diff FROM TO]"],
  [["metrics", "diff", "legacy"], "kvsim metrics diff: expected two versions", "diff legacy v1.9"],
  [["metrics", "diff", "legacy", "v2"], "kvsim metrics diff: there is no version v2", "legacy and v1.9"],
  [["metrics", "--version", "v2"], "--version: expected legacy or v1.9, got v2", "Write --version legacy."],
  [
    ["metrics", "diff", "legacy", "v1.9", "--version", "v1.9"],
    "--version is for the list",
    "diff legacy v1.9",
  ],
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
  const listed = [
    "up",
    "down",
    "status",
    "wait",
    "scrape",
    "check",
    "explain",
    "schema",
    "metrics",
    "version",
    "help",
  ];
  for (const name of listed) expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
  expect(out).not.toMatch(/^ {2}(component|guard) /m);
});

test.each([[["help", "up"]], [["up", "--help"]], [["up", "x.yaml", "-h"]]])(
  "%j tells about up",
  async (argv) => {
    const { exitCode, out } = await run(...argv);
    expect(exitCode).toBe(0);
    for (const option of ["dir", "set", "seed", "port", "bind-address", "detach", "prometheus", "log-format"])
      expect(out).toContain(`--${option} `);
    expect(out).toContain("-d, --detach ");
    expect(out).toContain("KVSIM_PROMETHEUS_URL");
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

test("the words behind -- are the command's, even --help", async () => {
  const path = await folder();
  await writeFile(join(path, "bad.yaml"), "nodes: -1\n");
  const { exitCode, err } = await run("up", join(path, "bad.yaml"), "--", "sh", "--help");
  expect(exitCode).toBe(1);
  expect(err).toContain("bad.yaml:1:8: nodes: ");
});

test.each([["check"], ["up"], ["explain"]])(
  "%s judges a scenario with what --set puts into it",
  async (command) => {
    const path = await folder();
    const file = await scenarioIn(path);
    const given = [file, "--set", "virtualMachines=2", "--set", "nodes=many"];
    const { exitCode, out, err } = await run(command, ...given);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: "" });
    expect(err).toContain("--set nodes=many: nodes: expected a number of nodes");
  },
);

test("explain tells what a scenario does, as it is with --set", async () => {
  const file = await scenarioIn(await folder());
  const { exitCode, out } = await run("explain", file, "--set", "virtualMachines=3", "--set=seed=5");
  expect(exitCode).toBe(0);
  expect(out).toContain("seed 5; stays up.");
  expect(out).toContain("3 VMs");
});

test("explain -o json and -o yaml print the scenario as it was read", async () => {
  const file = await scenarioIn(await folder());
  const json = await run("explain", file, "-o", "json");
  const yaml = await run("explain", file, "-o", "yaml");
  expect(JSON.parse(json.out)).toMatchObject({ kubevirt: { version: "v1.9" }, nodes: [{ cpus: 8 }] });
  expect(parse(yaml.out)).toEqual(JSON.parse(json.out));
});

test.each([["connection-reset"], ["memory-leak"], ["virtualMachines.workload"]])(
  "explain %s is its page of the reference",
  async (word) => {
    const { exitCode, out } = await run("explain", word);
    expect(exitCode).toBe(0);
    expect(out).toContain(word);
    expect(out.split("\n").length).toBeGreaterThan(3);
  },
);

test("explain lists the words, and has a page for each", async () => {
  const { out } = await run("explain", "-o", "json");
  const listed = JSON.parse(out) as { kind: string; word: string; description: string }[];
  expect(new Set(listed.map(({ kind }) => kind))).toEqual(new Set(["key", "event", "workload", "fault"]));
  for (const { word, description } of listed) {
    expect(description, word).not.toBe("");
    expect((await run("explain", word)).exitCode, word).toBe(0);
  }
  expect((await run("explain")).out.split("\n")).toHaveLength(listed.length + 2);
});

test("schema prints a JSON Schema with every key of a scenario", async () => {
  const { exitCode, out } = await run("schema");
  expect(exitCode).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ properties: { nodes: {}, virtualMachines: {}, timeline: {} } });
});

test("metrics lists what a version exposes, with more columns when asked", async () => {
  const plain = (await run("metrics", "--version", "legacy")).out.split("\n");
  expect(plain[0]).toMatch(/^NAME +TYPE +COMPONENTS$/);
  expect(plain.filter((line) => /^rest_client_requests_total +counter /.test(line))).toHaveLength(1);
  const wide = (await run("metrics", "-o", "wide")).out;
  expect(wide).toMatch(/^NAME .*LABELS/);
  expect(wide).toContain("kubevirt_rest_client_requests_total");
  const listed = JSON.parse((await run("metrics", "-o", "json")).out) as { name: string }[];
  expect(wide.trimEnd().split("\n")).toHaveLength(listed.length + 1);
});

test("metrics diff tells how two versions differ", async () => {
  const { exitCode, out } = await run("metrics", "diff", "legacy", "v1.9");
  expect(exitCode).toBe(0);
  expect(out).toMatch(/rest_client_requests_total +→ +kubevirt_rest_client_requests_total/);
  const difference = parse((await run("metrics", "diff", "legacy", "v1.9", "-o", "yaml")).out) as object;
  expect(Object.keys(difference)).toEqual(["renamed", "changed", "added", "dropped"]);
});

test.each([
  [["status"], "no kvsim runs here", "kvsim up"],
  [["scrape", "virt-api"], "no kvsim runs here", "kvsim up"],
  [["down"], "no kvsim runs here", "kvsim up"],
  [["wait", "--timeout", "0s"], "waited 0s in vain", "kvsim up"],
])("%j fails where no cluster runs, and says so", async (argv, message, fix) => {
  const path = join(await folder(), "cluster");
  const { exitCode, out, err } = await run(...argv, "--dir", path);
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: "" });
  expect(err).toContain(message);
  expect(err).toContain(path);
  expect(err).toContain(fix);
});

test("down in a directory that a killed kvsim left says that there is nothing to end", async () => {
  const path = await folder();
  await writeFile(join(path, "cluster.json"), "{}");
  const { exitCode, out } = await run("down", "--dir", path);
  expect(exitCode).toBe(0);
  expect(out).toBe(
    `${path}: no kvsim runs here; its files were left by one that was killed. There is nothing to end.\n`,
  );
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

test("up does not start a cluster for a command that is not there", async () => {
  const path = await folder();
  const result = await run("up", await scenarioIn(path), "--dir", join(path, "c"), "--", "no-such-program");
  expect(result).toMatchObject({ exitCode: 1, out: "" });
  expect(result.err).toContain("there is no no-such-program on PATH\nFix: Write behind --");
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
