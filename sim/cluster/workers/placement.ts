import type { ProgramKind } from "../../model/components.ts";

/**
 * How many containers of a kind have a process each, at most. A process takes 80 to 100 MB and half a second of
 * a core to start, a container in a shared one some 0.4 MB and a few milliseconds.
 */
export const mostOwnProcesses = 16;
/** Beyond this, more processes only take memory: what is left to share out is small. */
const mostSharedProcesses = 4;

/** How many processes share what has none of its own: one for each core, up to four. */
export function sharedProcesses(cores: number): number {
  return Math.min(Math.max(1, cores), mostSharedProcesses);
}

/** Whether so many virt-handlers, as a cluster begins with them, share processes, all of them. */
export function handlersShare(virtHandlers: number): boolean {
  return virtHandlers > mostOwnProcesses;
}

/**
 * Whether the next container of a kind is given a process of its own.
 *
 * @param own how many of the kind have one now
 * @param virtHandlers how many virt-handlers the cluster begins with
 */
export function hasOwnProcess(component: ProgramKind, own: number, virtHandlers: number): boolean {
  if (component === "virt-handler" && handlersShare(virtHandlers)) return false;
  return own < mostOwnProcesses;
}
