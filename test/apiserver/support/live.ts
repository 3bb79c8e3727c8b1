import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { buildApiserver } from "../../../sim/apiserver/apiserver.ts";
import type { PodProxy } from "../../../sim/apiserver/parts/into-pods.ts";
import { buildApiserverServer } from "../../../sim/apiserver/server.ts";
import { WallClock } from "../../../sim/clock/wall.ts";
import { firstResourceVersion } from "../../../sim/cluster/first-resource-version.ts";
import { ClusterLogs } from "../../../sim/cluster/logs/cluster-logs.ts";
import { Simulation } from "../../../sim/cluster/simulation.ts";
import type { AddressPlan } from "../../../sim/model/addresses.ts";
import type { Scenario } from "../../../sim/scenario/scenario.ts";
import { Gate } from "../../../sim/wire/gate.ts";
import { testCertificates } from "../../support/certificates.ts";
import { InstantRuntime, testPlan } from "../../support/simulation.ts";
import { tokens } from "./apiserver.ts";

/** A simulated cluster on wall time whose apiserver is reached over TLS; all of it ends with the test. */
export async function startLiveApiserver(
  scenario: Scenario,
  plan: AddressPlan = testPlan,
  podProxy?: PodProxy,
) {
  const clock = new WallClock(Date.now());
  const simulation = new Simulation({
    scenario,
    seed: 1,
    clock,
    runtime: new InstantRuntime(),
    plan,
    listeners: { apiserver: { ip: "127.0.0.1", port: 1 }, prometheusFront: { ip: "127.0.0.1", port: 2 } },
    startResourceVersion: firstResourceVersion(clock),
  });
  const podLogs = new ClusterLogs(simulation.world);
  clock.playHistory(simulation.historyStart, 0, () => simulation.begin());
  clock.start();
  const apiserver = buildApiserver({
    store: simulation.store,
    clock,
    seed: 1,
    tokens,
    podLogs,
    ...(podProxy && { podProxy }),
  });
  const server = await buildApiserverServer(apiserver, testCertificates.apiserver, testCertificates.ca);
  const gate = new Gate({
    address: { ip: "127.0.0.1", port: 0 },
    deliver: (socket) => server.deliver(socket),
  });
  await gate.open();
  const directory = await mkdtemp(join(tmpdir(), "kvsim-apiserver-"));
  onTestFinished(async () => {
    clock.stop();
    apiserver.close();
    await gate.close();
    await server.close();
    await rm(directory, { recursive: true, force: true });
  });
  const url = `https://127.0.0.1:${gate.address.port}`;
  const ca = join(directory, "ca.crt");
  await writeFile(ca, testCertificates.ca);
  return { store: simulation.store, clock, podLogs, apiserver, server, url, ca, directory };
}

export type LiveApiserver = Awaited<ReturnType<typeof startLiveApiserver>>;

/** What a program that was run to its end left. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** kubectl as a user runs it, with a home of its own so that nothing cached tells it what to expect. */
export async function kubectlOn(
  { url, ca, directory }: LiveApiserver,
  path: string,
  user: { token: string } | Record<"client-certificate-data" | "client-key-data", string> = {
    token: "admin-token",
  },
): Promise<(args: string, stdin?: string) => Promise<Ended>> {
  const kubeconfig = join(directory, `${"token" in user ? user.token : "certificate"}.kubeconfig`);
  await writeFile(
    kubeconfig,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "sim", cluster: { server: url, "certificate-authority": ca } }],
      users: [{ name: "user", user }],
      contexts: [{ name: "sim", context: { cluster: "sim", user: "user" } }],
      "current-context": "sim",
    }),
  );
  const environment = {
    ...process.env,
    HOME: directory,
    KUBECONFIG: kubeconfig,
    KUBECTL_EXTERNAL_DIFF: "diff",
  };
  return (args, stdin) => run(path, args.split(" "), environment, stdin);
}

function run(
  path: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  stdin: string | undefined,
): Promise<Ended> {
  const child = spawn(path, args, { env: environment });
  onTestFinished(() => void child.kill("SIGKILL"));
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  child.stdin.end(stdin);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
