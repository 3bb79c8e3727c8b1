import type { OptionSpec } from "./command.ts";

/** Options that several commands have, the same in each. */

/** Of every command that takes a scenario. */
export const setOption: OptionSpec = {
  takes: "value",
  repeats: true,
  placeholder: "PATH=VALUE",
  summary: "put a value into the scenario first, e.g. virtualMachines.web.replicas=5; may be repeated",
};

export const defaultDirectory = ".kvsim";

/** Of every command that works with a running cluster. */
export const dirOption: OptionSpec = {
  takes: "value",
  placeholder: "DIRECTORY",
  summary: `the directory that kvsim up was given (default ${defaultDirectory})`,
};

export const outputFormats = ["wide", "json", "yaml"] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** Of every command that lists something. */
export const outputOption: OptionSpec = {
  takes: "value",
  short: "o",
  placeholder: outputFormats.join("|"),
  choices: outputFormats,
  summary: "with more columns, or for programs",
};
