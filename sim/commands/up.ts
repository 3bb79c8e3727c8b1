import { fileURLToPath } from "node:url";
import type { Cluster, ClusterOptions } from "../cluster/cluster.ts";
import { startCluster } from "../cluster/start.ts";
import { formatProblems } from "../scenario/errors.ts";
import { loadScenario } from "../scenario/load.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { valueOf, wholeNumberOf } from "./arguments.ts";
import type { Arguments, Command, CommandIo } from "./command.ts";
import { logDisplay, terminalDisplay, type Display } from "./up/display.ts";
import { nextSteps } from "./up/next-steps.ts";
import { showStatus } from "./up/show-status.ts";

const quickstart = fileURLToPath(new URL("../../scenarios/quickstart.yaml", import.meta.url));

export const up: Command = {
  name: "up",
  summary: "bring a simulated cluster up, and keep it up until Ctrl-C",
  usage: "[FILE] [OPTION...]",
  description:
    "Starts the apiserver and the components of a scenario (default: the quickstart), and plays its timeline.",
  options: {
    dir: {
      takes: "value",
      placeholder: "DIRECTORY",
      summary: "where kubeconfig and the rest go (default .kvsim)",
    },
    seed: { takes: "value", placeholder: "N", summary: "draw other numbers than the scenario's seed gives" },
    port: {
      takes: "value",
      placeholder: "PORT",
      summary: "of the apiserver (default 6443; 0 takes a free one)",
    },
    "bind-address": { takes: "value", placeholder: "IP", summary: "of the apiserver (default 127.0.0.1)" },
    prometheus: {
      takes: "optional",
      placeholder: "PATH",
      summary: "also start a Prometheus that scrapes the cluster",
    },
    "log-format": {
      takes: "value",
      placeholder: "text|json",
      choices: ["text", "json"],
      summary: "log lines even on a terminal",
    },
  },
  positionals: { least: 0, most: 1 },
  run: async (given, io) => {
    const options = clusterOptions(given);
    const loaded = await loadScenario(given.positionals[0] ?? quickstart);
    if ("problems" in loaded) {
      io.err.write(`${formatProblems(loaded.problems)}\n`);
      return 1;
    }
    return runCluster({ ...options, scenario: loaded.scenario }, displayFor(given, io), io);
  },
};

async function runCluster(options: ClusterOptions, display: Display, io: CommandIo): Promise<number> {
  const interrupt = new AbortController();
  io.onInterrupt(() => interrupt.abort());
  const startedAt = performance.now();
  display.tell(startingText(options.scenario));
  try {
    const cluster = await startCluster({
      ...options,
      log: (entry) => display.log(entry),
      signal: interrupt.signal,
    });
    display.tell(readyText(cluster, (performance.now() - startedAt) / 1000));
    return await stay(cluster, options.scenario, display, interrupt.signal);
  } catch (error) {
    if (interrupt.signal.aborted) return 0;
    throw error;
  } finally {
    display.end();
  }
}

/** Until the user ends it, which is well, or it breaks down. */
async function stay(
  cluster: Cluster,
  scenario: Scenario,
  display: Display,
  interrupt: AbortSignal,
): Promise<number> {
  const stopShowing = showStatus(cluster, scenario, display);
  const failure = await Promise.race([cluster.failed, aborted(interrupt)]);
  stopShowing();
  await cluster.close();
  if (failure !== undefined) throw failure;
  return 0;
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

function clusterOptions(given: Arguments) {
  const prometheusWanted = given.options["prometheus"] !== undefined;
  return {
    directory: valueOf(given, "dir") ?? ".kvsim",
    seed: wholeNumberOf(given, "seed", { least: 0, most: Number.MAX_SAFE_INTEGER }),
    port: wholeNumberOf(given, "port", { least: 0, most: 65535 }),
    bindAddress: valueOf(given, "bind-address"),
    prometheus: prometheusWanted ? (valueOf(given, "prometheus") ?? "prometheus") : undefined,
  };
}

function displayFor(given: Arguments, { out }: CommandIo): Display {
  const format = valueOf(given, "log-format");
  if (format === undefined && out.isTerminal) return terminalDisplay(out);
  return logDisplay(out, format === "json" ? "json" : "text");
}

function startingText({ name, nodes, virtualMachines }: Scenario): string {
  return `Starting ${name}: ${counted(nodes, "node")}, ${counted(virtualMachines, "virtual machine")}.`;
}

function counted(things: readonly unknown[], thing: string): string {
  return `${things.length} ${thing}${things.length === 1 ? "" : "s"}`;
}

function readyText(cluster: Cluster, seconds: number): string {
  const { componentsReady, runningInstances } = cluster.state();
  return [
    `Ready after ${seconds.toFixed(1)} s: ${componentsReady} components, ${runningInstances} VMIs.`,
    nextSteps(cluster),
    "Ctrl-C ends it.",
  ].join("\n");
}
