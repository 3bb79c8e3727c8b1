import { supervisorChannel, type SupervisorChannel } from "../cluster/supervisor-channel.ts";
import { UsageError } from "./arguments.ts";
import type { Command } from "./command.ts";

export const component: Command = {
  name: "component",
  usage: "apiserver|virt-handler|virt-controller|virt-api|virt-operator|shared [POD|NUMBER [NODE]]",
  description:
    "Runs one process of a cluster. kvsim up starts these and tells them what to do; by hand they cannot run.",
  options: {},
  positionals: { least: 1, most: 3 },
  run: async ({ positionals: [kind] }) => {
    const channel = supervisorChannel();
    if (channel === undefined) {
      throw new UsageError("kvsim component: is started by kvsim up, not by hand", "Run kvsim up.");
    }
    // A process without its supervisor ends, even while it is still loading its code.
    return Promise.race([channel.closed.then(() => 0), runProcess(kind, channel)]);
  },
};

async function runProcess(kind: string | undefined, channel: SupervisorChannel): Promise<number> {
  if (kind === "apiserver") {
    const { runApiserverProcess } = await import("../cluster/apiserver-process.ts");
    return runApiserverProcess(channel);
  }
  const { runWorkerProcess } = await import("../cluster/workers/worker-process.ts");
  return runWorkerProcess(channel);
}
