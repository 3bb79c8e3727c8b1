import { runGuarded } from "../cluster/guard.ts";
import { UsageError } from "./arguments.ts";
import type { Command } from "./command.ts";

export const guard: Command = {
  name: "guard",
  usage: "PROGRAM [ARGUMENT...]",
  description: "Runs a program until standard input is closed. kvsim up uses it; it is of no use by hand.",
  options: {},
  positionals: "any",
  run: async ({ positionals }) => {
    const [program, ...args] = positionals;
    if (program === undefined)
      throw new UsageError("kvsim guard: no program is given", "See kvsim help guard.");
    return runGuarded(program, args, process.stdin);
  },
};
