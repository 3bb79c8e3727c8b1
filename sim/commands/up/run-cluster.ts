import type { Cluster, ClusterOptions } from "../../cluster/cluster.ts";
import { startCluster } from "../../cluster/start.ts";
import { machinesOf } from "../../scenario/machines.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { CommandIo, InterruptSignal } from "../command.ts";
import type { Display } from "./display.ts";
import { nextSteps } from "./next-steps.ts";
import { runProgram } from "./run-program.ts";
import { showStatus } from "./show-status.ts";

/** Exit codes of what a signal ended, as shells have them. */
const interruptCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Who waits for a command's outcome must not take an interruption for success. */
export function interruptedBy(signal: InterruptSignal): number {
  return interruptCodes[signal];
}

/**
 * Runs a cluster until the user ends it, or while a command runs on it. Resolves with the exit code; throws
 * ClusterError when the cluster cannot be started, or breaks down.
 */
export async function runCluster(
  options: ClusterOptions,
  display: Display,
  io: CommandIo,
  command?: readonly string[],
): Promise<number> {
  const interrupt = new Interrupt(io);
  const startedAt = performance.now();
  display.tell(startingText(options.scenario));
  try {
    const cluster = await startCluster({
      ...options,
      log: (entry) => display.log(entry),
      signal: interrupt.signal,
    });
    display.tell(readyText(cluster, (performance.now() - startedAt) / 1000, command));
    if (command !== undefined) return await runCommand(command, cluster, interrupt);
    return await stay(cluster, options.scenario, display, interrupt.signal);
  } catch (error) {
    if (interrupt.signal.aborted) return command === undefined ? 0 : interrupt.exitCode;
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

/** While the command runs; it decides itself what an interruption does to it. */
async function runCommand(
  command: readonly string[],
  cluster: Cluster,
  interrupt: Interrupt,
): Promise<number> {
  try {
    const program = runProgram(command, cluster);
    interrupt.passTo((signal) => program.interrupt(signal));
    const outcome = await Promise.race([cluster.failed, program.exited]);
    if (typeof outcome === "number") return outcome;
    await program.end();
    throw outcome;
  } finally {
    await cluster.close();
  }
}

/** What the user or the system wants to end: the start of the cluster, or what runs on it. */
class Interrupt {
  readonly #controller = new AbortController();
  #listener: (signal: InterruptSignal) => void = () => this.#controller.abort();
  #exitCode: number = interruptCodes.SIGINT;

  constructor(io: CommandIo) {
    io.onInterrupt((signal) => {
      this.#exitCode = interruptedBy(signal);
      this.#listener(signal);
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get exitCode(): number {
    return this.#exitCode;
  }

  /** From here on it is someone else's to deal with. */
  passTo(listener: (signal: InterruptSignal) => void): void {
    this.#listener = listener;
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

/** What is about to be started, in a line. */
export function startingText(scenario: Scenario): string {
  const { name, nodes } = scenario;
  return `Starting ${name}: ${counted(nodes, "node")}, ${counted(machinesOf(scenario), "virtual machine")}.`;
}

function counted(things: readonly unknown[], thing: string): string {
  return `${things.length} ${thing}${things.length === 1 ? "" : "s"}`;
}

function readyText(cluster: Cluster, seconds: number, command: readonly string[] | undefined): string {
  const { componentsReady, runningInstances } = cluster.state();
  const ready = `Ready after ${seconds.toFixed(1)} s: ${componentsReady} components, ${runningInstances} VMIs.`;
  return command === undefined
    ? [ready, nextSteps(cluster), "Ctrl-C ends it."].join("\n")
    : `${ready} Running ${command.join(" ")}`;
}
