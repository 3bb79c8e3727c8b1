import { fileURLToPath } from "node:url";
import { formatProblems } from "../scenario/errors.ts";
import { loadScenario } from "../scenario/load.ts";
import { UsageError, valueOf, valuesOf, wholeNumberOf } from "./arguments.ts";
import type { Arguments, Command, CommandIo } from "./command.ts";
import { defaultDirectory, setOption } from "./shared-options.ts";
import { startDetached } from "./up/detach.ts";
import { logDisplay, quietDisplay, terminalDisplay, type Display } from "./up/display.ts";
import { detachedText } from "./up/next-steps.ts";
import { interruptedBy, runCluster } from "./up/run-cluster.ts";
import { checkProgram } from "./up/run-program.ts";

const quickstart = fileURLToPath(new URL("../../scenarios/quickstart.yaml", import.meta.url));

export const up: Command = {
  name: "up",
  summary: "bring a simulated cluster up, until Ctrl-C or while a command runs",
  usage: "[FILE] [OPTION...] [-- COMMAND [ARGUMENT...]]",
  description: [
    "Starts the apiserver and the components of a scenario (default: the quickstart), and plays its timeline.",
    "",
    "With a COMMAND it runs that when everything is ready, ends the cluster when it ends, and has its exit code.",
    "In its environment are KUBECONFIG, KVSIM_DIR, KVSIM_APISERVER_URL, and with --prometheus",
    "KVSIM_PROMETHEUS_URL. With --detach it returns when everything is ready: see status, scrape and down.",
  ].join("\n"),
  options: {
    dir: {
      takes: "value",
      placeholder: "DIRECTORY",
      summary: `where kubeconfig and the rest go (default ${defaultDirectory})`,
    },
    set: setOption,
    seed: { takes: "value", placeholder: "N", summary: "draw other numbers than the scenario's seed gives" },
    port: {
      takes: "value",
      placeholder: "PORT",
      summary: "of the apiserver (default 6443, or a free one while that is taken; 0 takes a free one)",
    },
    "bind-address": { takes: "value", placeholder: "IP", summary: "of the apiserver (default 127.0.0.1)" },
    "pod-cidr": {
      takes: "value",
      placeholder: "CIDR",
      summary: "addresses for pods, e.g. 10.244.0.0/16 (default 127.B.0.0/16; 127.0.0.1/32 gives them ports)",
    },
    detach: {
      takes: "flag",
      short: "d",
      summary: "return when everything is ready, and leave it running until kvsim down",
    },
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
  runsCommand: true,
  run: async (given, io) => {
    const options = clusterOptions(given);
    const { command } = given;
    if (given.options["detach"] !== undefined && command !== undefined) throw detachedCommand();
    if (command !== undefined) await checkProgram(command);
    const loaded = await loadScenario(given.positionals[0] ?? quickstart, valuesOf(given, "set"));
    if ("problems" in loaded) {
      io.err.write(`${formatProblems(loaded.problems)}\n`);
      return 1;
    }
    if (given.options["detach"] !== undefined) return detach(options.directory, given, io);
    return runCluster({ ...options, scenario: loaded.scenario }, displayFor(given, io), io, command);
  },
};

function clusterOptions(given: Arguments) {
  const prometheusWanted = given.options["prometheus"] !== undefined;
  return {
    directory: valueOf(given, "dir") ?? defaultDirectory,
    seed: wholeNumberOf(given, "seed", { least: 0, most: Number.MAX_SAFE_INTEGER }),
    port: wholeNumberOf(given, "port", { least: 0, most: 65535 }),
    bindAddress: valueOf(given, "bind-address"),
    podCidr: valueOf(given, "pod-cidr"),
    prometheus: prometheusWanted ? (valueOf(given, "prometheus") ?? "prometheus") : undefined,
  };
}

function displayFor(given: Arguments, { out, err }: CommandIo): Display {
  const format = valueOf(given, "log-format");
  if (given.command !== undefined) {
    // Standard output is the command's alone.
    return format === undefined ? quietDisplay(err) : logDisplay(err, format === "json" ? "json" : "text");
  }
  if (format === undefined && out.isTerminal) return terminalDisplay(out);
  return logDisplay(out, format === "json" ? "json" : "text");
}

function detachedCommand(): UsageError {
  return new UsageError(
    "kvsim up: --detach and a command behind -- do not go together",
    "Leave --detach out to run the command and end the cluster with it; or run it after kvsim up --detach.",
  );
}

async function detach(directory: string, given: Arguments, io: CommandIo): Promise<number> {
  const interrupt = new AbortController();
  let exitCode = 1;
  io.onInterrupt((signal) => {
    exitCode = interruptedBy(signal);
    interrupt.abort();
  });
  try {
    const { cluster, logFile } = await startDetached(directory, given, interrupt.signal);
    io.out.write(detachedText(cluster, directory, logFile));
    return 0;
  } catch (error) {
    if (interrupt.signal.aborted) return exitCode;
    throw error;
  }
}
