import { formatProblems } from "../scenario/errors.ts";
import { loadScenario } from "../scenario/load.ts";
import { valuesOf } from "./arguments.ts";
import type { Command } from "./command.ts";
import { setOption } from "./shared-options.ts";

export const check: Command = {
  name: "check",
  summary: "check scenarios without running them",
  usage: "FILE... [--set PATH=VALUE]...",
  description: "Reads each scenario and reports all its problems, with where they are and how to fix them.",
  options: { set: setOption },
  positionals: { least: 1, most: Infinity },
  run: async (given, { out, err }) => {
    let exitCode = 0;
    for (const file of given.positionals) {
      const loaded = await loadScenario(file, valuesOf(given, "set"));
      if ("problems" in loaded) {
        err.write(`${formatProblems(loaded.problems)}\n`);
        exitCode = 1;
      } else {
        out.write(`${file}: ok\n`);
      }
    }
    return exitCode;
  },
};
