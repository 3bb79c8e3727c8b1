import { readFile } from "node:fs/promises";
import type { Command } from "./command.ts";

/** The package's own description, beside `sim/` or `dist/`. */
const packageFile = new URL("../../package.json", import.meta.url);

export const version: Command = {
  name: "version",
  summary: "print the version",
  usage: "",
  description: "Prints the version of kvsim.",
  options: {},
  positionals: { least: 0, most: 0 },
  run: async (_, { out }) => {
    const described = JSON.parse(await readFile(packageFile, "utf8")) as { version: string };
    out.write(`${described.version}\n`);
    return 0;
  },
};
