import { nearest } from "../scenario/suggest.ts";
import { UsageError } from "./arguments.ts";
import type { Command } from "./command.ts";

/** The commands by name, each loaded only when it is needed: what a component loads costs start-up time. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  up: async () => (await import("./up.ts")).up,
  down: async () => (await import("./down.ts")).down,
  status: async () => (await import("./status.ts")).status,
  wait: async () => (await import("./wait.ts")).wait,
  scrape: async () => (await import("./scrape.ts")).scrape,
  check: async () => (await import("./check.ts")).check,
  explain: async () => (await import("./explain.ts")).explain,
  schema: async () => (await import("./schema.ts")).schema,
  metrics: async () => (await import("./metrics.ts")).metrics,
  version: async () => (await import("./version.ts")).version,
  help: async () => (await import("./help.ts")).help,
  component: async () => (await import("./component.ts")).component,
  guard: async () => (await import("./guard.ts")).guard,
};

/** Throws UsageError when there is no such command. */
export async function commandNamed(name: string): Promise<Command> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load !== undefined) return load();
  const meant = nearest(name, Object.keys(commands));
  throw new UsageError(
    `kvsim: there is no command ${name}`,
    meant === undefined ? "See kvsim help." : `Did you mean kvsim ${meant}? See kvsim help.`,
  );
}
