import { formatProblems } from "../scenario/errors.ts";
import { loadScenario } from "../scenario/load.ts";
import type { Command } from "./command.ts";

export const check: Command = {
  name: "check",
  summary: "check scenarios without running them",
  usage: "FILE...",
  description: "Reads each scenario and reports all its problems, with where they are and how to fix them.",
  options: {},
  positionals: { least: 1, most: Infinity },
  run: async ({ positionals }, { out, err }) => {
    let exitCode = 0;
    for (const file of positionals) {
      const loaded = await loadScenario(file);
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
