import type { Command, OptionSpec } from "./command.ts";
import { commandNamed, commands } from "./registry.ts";

export const help: Command = {
  name: "help",
  summary: "tell about a command",
  usage: "[COMMAND]",
  description: "Lists the commands, or tells about one.",
  options: {},
  positionals: { least: 0, most: 1 },
  run: async ({ positionals: [name] }, { out }) => {
    out.write(name === undefined ? await overview() : commandHelp(await commandNamed(name)));
    return 0;
  },
};

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const listed = all.flatMap(({ name, summary }) =>
    summary === undefined ? [] : [[name, summary] as const],
  );
  return [
    "kvsim simulates a KubeVirt cluster for Prometheus.",
    "",
    ...columns(listed),
    "",
    "Start with kvsim up. See kvsim help COMMAND for more.",
    "",
  ].join("\n");
}

function commandHelp({ name, usage, description, options }: Command): string {
  const listed = Object.entries(options).map(
    ([option, spec]) => [optionUsage(option, spec), spec.summary] as const,
  );
  return [
    `kvsim ${name} ${usage}`.trimEnd(),
    "",
    description,
    ...(listed.length === 0 ? [] : ["", ...columns(listed)]),
    "",
  ].join("\n");
}

function optionUsage(name: string, { takes, short, placeholder = "VALUE" }: OptionSpec): string {
  const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
  if (takes === "flag") return names;
  return takes === "value" ? `${names} ${placeholder}` : `${names} [${placeholder}]`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
