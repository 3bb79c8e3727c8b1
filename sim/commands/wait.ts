import { setTimeout as delay } from "node:timers/promises";
import { ClusterError } from "../cluster/errors.ts";
import { parseDuration } from "../scenario/units.ts";
import { UsageError, valueOf } from "./arguments.ts";
import type { Arguments, Command } from "./command.ts";
import { absence, directoryState } from "./running/directory-state.ts";
import { defaultDirectory, dirOption } from "./shared-options.ts";
import { formatDuration } from "./up/duration.ts";

const defaultTimeout = "2m";
const lookMillis = 100;

export const wait: Command = {
  name: "wait",
  summary: "wait until a cluster is ready",
  usage: "[--dir DIRECTORY] [--timeout DURATION]",
  description:
    "Returns when everything in the directory's cluster is ready, which may be started later than this.\n" +
    "Exit code 1: not within the time.",
  options: {
    dir: dirOption,
    timeout: {
      takes: "value",
      placeholder: "DURATION",
      summary: `how long at most, e.g. 90s (default ${defaultTimeout})`,
    },
  },
  positionals: { least: 0, most: 0 },
  run: async (given) => {
    const directory = valueOf(given, "dir") ?? defaultDirectory;
    const seconds = timeoutOf(given);
    const deadline = performance.now() + seconds * 1000;
    for (;;) {
      const found = await directoryState(directory);
      if (found.state === "ready") return 0;
      if (performance.now() >= deadline) {
        const [message, fix] = absence(directory, found);
        const longer = `Wait longer with --timeout, or look at what kvsim up says.`;
        throw new ClusterError(
          `waited ${formatDuration(seconds)} in vain: ${message}`,
          found.state === "not-ready" ? longer : fix,
        );
      }
      await delay(lookMillis);
    }
  },
};

function timeoutOf(given: Arguments): number {
  const text = valueOf(given, "timeout") ?? defaultTimeout;
  const seconds = parseDuration(text);
  if (seconds !== undefined) return seconds;
  throw new UsageError(
    `--timeout: expected a duration, got ${text}`,
    "Write, for example, --timeout 90s or --timeout 5m.",
  );
}
