import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { alive } from "../support/alive.ts";
import { parseExposition } from "../support/exposition.ts";
import { cli } from "../support/kvsim.ts";

/** Each of the many commands is a process that loads its code. */
const patience = { timeout: 90_000 };

interface Outcome {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command to its end. */
async function kvsim(...argv: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 64 * 1024 ** 2 };
    const child = execFile(process.execPath, [cli, ...argv], options, (_, out, err) =>
      resolve({ exitCode: child.exitCode ?? -1, out, err }),
    );
  });
}

async function place() {
  const path = await mkdtemp(join(tmpdir(), "kvsim-commands-"));
  const directory = join(path, "cluster");
  onTestFinished(async () => {
    await kvsim("down", "--dir", directory);
    await rm(path, { recursive: true, force: true });
  });
  const file = join(path, "small.yaml");
  await writeFile(file, "apiVersion: kvsim/v1\nname: small\nnodes: 1\nvirtualMachines: 1\n");
  return { directory, up: ["up", file, "--dir", directory, "--port", "0"] };
}

interface Status {
  readonly pid: number;
  readonly instances: Record<string, number>;
  readonly components: readonly { pod: string; ready: boolean; pid: number }[];
}

test(
  "a detached cluster can be asked for its status, scraped, and ended, and then is gone",
  patience,
  async () => {
    const { directory, up } = await place();
    const where = ["--dir", directory];
    const started = await kvsim(...up, "--detach", "--set", "virtualMachines=2");
    expect(started).toMatchObject({ exitCode: 0, err: "" });
    expect(started.out).toContain(`kvsim down --dir ${directory} ends it.`);
    expect(await kvsim("wait", ...where)).toEqual({ exitCode: 0, out: "", err: "" });

    const status = JSON.parse((await kvsim("status", ...where, "-o", "json")).out) as Status;
    expect(status.instances).toEqual({ Running: 2 });
    expect(status.components.map(({ ready }) => ready)).toEqual(status.components.map(() => true));
    const text = (await kvsim("status", ...where)).out;
    expect(text).toContain("\nfaults      none\nnext        no more events\n");
    for (const { pod } of status.components) expect(text).toMatch(new RegExp(`^${pod} +yes `, "m"));

    const page = parseExposition((await kvsim("scrape", "virt-handler", ...where)).out);
    expect(page.filter(({ name }) => name === "kubevirt_vmi_memory_resident_bytes")).toHaveLength(2);
    const several = await kvsim("scrape", "virt", ...where);
    expect(several.exitCode).toBe(1);
    expect(several.err).toContain(`virt may be ${status.components.length} pods:`);

    const again = await kvsim(...up, "-d");
    expect(again.exitCode).toBe(1);
    expect(again.err).toContain(`another kvsim (process ${status.pid}) is running in this directory`);

    expect(await kvsim("down", ...where)).toMatchObject({ exitCode: 0, err: "" });
    expect([status.pid, ...status.components.map(({ pid }) => pid)].filter(alive)).toEqual([]);
    expect((await kvsim("status", ...where)).err).toContain("no kvsim runs here");
  },
);

test(
  "a command runs on a cluster that is ready, and its output and exit code are kvsim's",
  patience,
  async () => {
    const { directory, up } = await place();
    const script = `console.log(JSON.stringify({ ...process.env })); process.exit(7);`;
    const { exitCode, out, err } = await kvsim(...up, "--", process.execPath, "-e", script);
    expect(exitCode).toBe(7);
    expect(err).toContain("Ready after ");
    expect(JSON.parse(out)).toMatchObject({
      KUBECONFIG: join(directory, "kubeconfig"),
      KVSIM_DIR: directory,
      KVSIM_APISERVER_URL: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/) as string,
    });
    expect(existsSync(join(directory, "cluster.json"))).toBe(false);
  },
);

test("up --detach fails as up does, with what it said", async () => {
  const { up } = await place();
  const { exitCode, err } = await kvsim(...up, "-d", "--bind-address", "192.0.2.1");
  expect(exitCode).toBe(1);
  expect(err).toContain("--bind-address 192.0.2.1: this machine has no such address");
});
