import { parseArgs } from "node:util";
import type { Peer } from "./section.ts";

export type OutputFormat = "text" | "markdown" | "json";

export interface BenchOptions {
  /** The sections to run; empty: all that can be run. */
  readonly only: readonly string[];
  readonly quick: boolean;
  readonly format: OutputFormat;
  readonly peers: readonly Peer[];
}

/** The command line was wrong; the message says how to write it. */
export class OptionsError extends Error {}

export const usage =
  "npm run bench -- [--only SECTION]... [--quick] [-o text|markdown|json | --markdown] " +
  "[--against URL [--against-pid PID]]...";

const formats: readonly OutputFormat[] = ["text", "markdown", "json"];

/** Reads the bench's command line. Throws OptionsError. */
export function parseOptions(argv: readonly string[], sectionNames: readonly string[]): BenchOptions {
  const { only, quick, markdown, output, against, "against-pid": pids } = valuesOf(argv);
  if (pids.length > against.length) {
    throw new OptionsError("--against-pid: expected an --against before it, whose process it names");
  }
  for (const name of only) oneOf("--only", name, sectionNames);
  if (only.includes("against") && against.length === 0) {
    throw new OptionsError("--only against: expected an --against URL to measure");
  }
  return {
    only,
    quick,
    format: markdown ? "markdown" : oneOf("--output", output, formats),
    peers: against.map((url, index) => peerOf(url, pids[index])),
  };
}

function valuesOf(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        only: { type: "string", multiple: true, default: [] },
        quick: { type: "boolean", default: false },
        markdown: { type: "boolean", default: false },
        output: { type: "string", short: "o", default: "text" },
        against: { type: "string", multiple: true, default: [] },
        "against-pid": { type: "string", multiple: true, default: [] },
      },
    }).values;
  } catch (error) {
    const [firstSentence] = (error as Error).message.split(". ");
    throw new OptionsError(firstSentence, { cause: error });
  }
}

function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  throw new OptionsError(`${option}: expected ${choices.join(", ")}, got ${JSON.stringify(value)}`);
}

function peerOf(url: string, pid: string | undefined): Peer {
  const protocol = URL.canParse(url) ? new URL(url).protocol : "";
  if (protocol !== "http:" && protocol !== "https:") {
    throw new OptionsError(`--against: expected the URL of a page of metrics, got ${JSON.stringify(url)}`);
  }
  if (pid === undefined) return { url };
  if (!/^[1-9]\d{0,9}$/.test(pid)) {
    throw new OptionsError(`--against-pid: expected a process's number, got ${JSON.stringify(pid)}`);
  }
  return { url, pid: Number(pid) };
}
