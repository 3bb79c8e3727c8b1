import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cli, startReadyKvsim } from "../support/kvsim.ts";
import { program, testWith } from "../support/prometheus.ts";
import { until } from "../support/until.ts";

const prometheus = program("PROMETHEUS", "prometheus");
const small =
  "apiVersion: kvsim/v1\nname: small\nprometheus: {scrapeInterval: 2s}\nnodes: 1\nvirtualMachines: 1\n";

/** Runs `kvsim up` with a program in Prometheus' place that is this shell script. */
async function upWith(script: string): Promise<{ code: number | undefined; err: string }> {
  const folder = await mkdtemp(join(tmpdir(), "kvsim-prometheus-option-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const scenario = join(folder, "scenario.yaml");
  const fake = join(folder, "fake-prometheus");
  await writeFile(scenario, small);
  await writeFile(fake, script, { mode: 0o755 });
  const args = [cli, "up", scenario, "--dir", join(folder, "c"), "--port", "0", `--prometheus=${fake}`];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, _out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), err });
    });
  });
}

test("a Prometheus that was built without Kubernetes discovery is refused, with what to use instead", async () => {
  const { code, err } = await upWith(
    "#!/bin/sh\necho 'field kubernetes_sd_configs not found in type config.ScrapeConfig' >&2\nexit 1\n",
  );
  expect(code).toBe(1);
  expect(err).toMatch(/was built without Kubernetes discovery[^]*\nFix: Use an official Prometheus/);
});

test("a program that cannot be run is refused in one message", async () => {
  const { code, err } = await upWith("#!/nowhere/interpreter\n");
  expect(code).toBe(1);
  expect(err).toMatch(/^--prometheus: .*cannot be run: [^\n]*\nFix: [^\n]*\n$/);
});

testWith({ prometheus })(
  "a Prometheus that kvsim starts has every target up, and ends with it, however it ends",
  async () => {
    const kvsim = await startReadyKvsim(small, [`--prometheus=${prometheus ?? ""}`]);
    const { prometheus: started } = await kvsim.cluster();
    const url = started?.url ?? "";
    await until("seven targets up", async () => {
      const query = 'sum(up{job="kubevirt-prometheus-metrics"})';
      const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
      return (await answer.text()).includes('"7"');
    });
    kvsim.child.kill("SIGKILL");
    const gone = () =>
      fetch(url).then(
        () => false,
        () => true,
      );
    await until("Prometheus gone", gone, { seconds: 2 });
  },
  90_000,
);
