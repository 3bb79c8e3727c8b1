import { execFileSync } from "node:child_process";
import { expect } from "vitest";
import { startKvsim, startReadyKvsim } from "../support/kvsim.ts";
import { program, startPrometheus, testWith } from "../support/prometheus.ts";
import { until } from "../support/until.ts";

const prometheus = program("PROMETHEUS", "prometheus");
const scenario = `
nodes: 2
virtualMachines: 2
prometheus: { scrapeInterval: 2s }
`;
const patience = 120_000;

/** A /24 that no other run on this machine is likely to have. */
const podCidr = `10.199.${process.pid % 256}.0/24`;

function localRoutes(): string {
  try {
    return execFileSync("ip", ["-4", "route", "show", "table", "local"], { encoding: "utf8" });
  } catch {
    return "";
  }
}

async function targetsUp(podIps: RegExp, configFile: string): Promise<void> {
  const server = await startPrometheus(prometheus ?? "", configFile);
  await until(
    "all targets up",
    async () => {
      const targets = await server.targets();
      return targets.length === 9 && targets.every(({ health }) => health === "up");
    },
    { describe: server.output },
  );
  const instances = (await server.targets())
    .filter(({ labels }) => labels["job"] !== "kvsim")
    .map(({ labels }) => labels["instance"] ?? "");
  expect(instances.filter((instance) => !podIps.test(instance))).toEqual([]);
  expect(new Set(instances).size).toBe(8);
}

testWith({ prometheus })(
  "pods have addresses of the block named, for as long as the cluster runs; or it is said how they get them",
  async () => {
    const kvsim = await startKvsim(scenario, ["--pod-cidr", podCidr]);
    const refused = () => kvsim.child.exitCode !== null;
    await until(
      "kvsim ready or refusing",
      async () => refused() || (await kvsim.cluster()).components.length > 0,
      {
        describe: kvsim.output,
      },
    );
    if (refused()) {
      expect(kvsim.output()).toContain(`sudo ip route add local ${podCidr} dev lo`);
      return;
    }
    expect(localRoutes()).toContain(`local ${podCidr} dev lo`);
    await targetsUp(/^10\.199\.\d+\.\d+:8443$/, `${kvsim.directory}/prometheus.yml`);

    const second = await startKvsim(scenario, ["--pod-cidr", podCidr]);
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain("another kvsim has these addresses for its pods");

    kvsim.child.kill("SIGTERM");
    expect(await kvsim.exited).toBe(0);
    expect(localRoutes()).not.toContain(podCidr);
  },
  patience,
);

testWith({ prometheus })(
  "where there is one address, pods share it with a port each, and every target is up all the same",
  async () => {
    const kvsim = await startReadyKvsim(scenario, ["--pod-cidr", "127.0.0.1/32"]);
    await targetsUp(/^127\.0\.0\.1:\d+$/, `${kvsim.directory}/prometheus.yml`);
  },
  patience,
);
