import { formatPath, type Complain, type Placed } from "../complaint.ts";
import type { VirtualMachineRef } from "../scenario.ts";
import { choiceOf, nearest } from "../suggest.ts";
import { formatDuration } from "../units.ts";

/** Longer than any shutdown takes: until then the name of a deleted VM may not be free. */
const shutDownSeconds = 30;

/** Something in the timeline that makes a VM, needs one or takes one away. */
export interface LifeEvent {
  readonly atSeconds: number;
  readonly does: "create" | "use" | "delete";
  readonly vm: Placed<VirtualMachineRef>;
}

interface Life {
  readonly exists: boolean;
  readonly sinceSeconds: number;
  /** How that came, for people. */
  readonly how: string;
}

/** Refuses events on VMs that are not there when the event happens, and VMs made where there is one. */
export function checkLives(
  declared: readonly Placed<VirtualMachineRef>[],
  events: readonly LifeEvent[],
  complain: Complain,
): void {
  const lives = new Map<string, Life>();
  for (const { path, value } of declared) {
    lives.set(keyOf(value), {
      exists: true,
      sinceSeconds: -Infinity,
      how: `declared in ${formatPath(path)}`,
    });
  }
  const births = birthsIn(events);
  const check = (event: LifeEvent, life: Life | undefined) => {
    if (event.does === "create") return problemOfBirth(event, life);
    return life?.exists === true ? undefined : problemOfAbsence(event, life, births, lives);
  };
  const told = new Set<string>();
  for (const event of events) {
    const key = keyOf(event.vm.value);
    const place = formatPath(event.vm.path);
    const problem = check(event, lives.get(key));
    // Of the replicas of one entry, the first with a problem speaks for all.
    if (problem !== undefined && !told.has(place)) complain({ path: event.vm.path, ...problem });
    if (problem !== undefined) told.add(place);
    else if (event.does !== "use") lives.set(key, lifeAfter(event));
  }
}

function birthsIn(events: readonly LifeEvent[]): Map<string, number> {
  const births = new Map<string, number>();
  for (const { does, vm, atSeconds } of events) {
    const key = keyOf(vm.value);
    if (does === "create" && !births.has(key)) births.set(key, atSeconds);
  }
  return births;
}

function lifeAfter({ does, vm, atSeconds }: LifeEvent): Life {
  return {
    exists: does === "create",
    sinceSeconds: atSeconds,
    how: `${does}d at ${formatDuration(atSeconds)} by ${formatPath(vm.path.slice(0, 2))}`,
  };
}

function problemOfBirth({ vm, atSeconds }: LifeEvent, life: Life | undefined) {
  const key = keyOf(vm.value);
  if (life?.exists === true) {
    return {
      message: `at ${formatDuration(atSeconds)} there is a VM ${key} already, ${life.how}`,
      fix: "give the new one another name, or delete the other before.",
    };
  }
  if (life === undefined || atSeconds - life.sinceSeconds >= shutDownSeconds) return undefined;
  return {
    message: `at ${formatDuration(atSeconds)} the VM ${key} may still be shutting down, ${life.how}`,
    fix: `create it at ${formatDuration(life.sinceSeconds + shutDownSeconds)} or later, or give it another name.`,
  };
}

function problemOfAbsence(
  { vm, atSeconds }: LifeEvent,
  life: Life | undefined,
  births: ReadonlyMap<string, number>,
  lives: ReadonlyMap<string, Life>,
) {
  const key = keyOf(vm.value);
  const at = formatDuration(atSeconds);
  if (life !== undefined) {
    return {
      message: `at ${at} there is no VM ${key} any more, ${life.how}`,
      fix: "move the event before that, or create the VM again.",
    };
  }
  const birth = births.get(key);
  if (birth !== undefined) {
    return {
      message: `at ${at} there is no VM ${key} yet, it is created at ${formatDuration(birth)}`,
      fix: `move the event behind ${formatDuration(birth)}, or the creation before ${at}.`,
    };
  }
  const names = [...new Set([...lives.keys(), ...births.keys()])];
  return { message: `there is no VM ${key}`, fix: otherVirtualMachine(vm.value, names) };
}

/** The VM that may have been meant: a replica, one in another namespace, a slip of the keyboard. */
function otherVirtualMachine({ namespace, name }: VirtualMachineRef, keys: readonly string[]): string {
  if (keys.length === 0) return "add it to virtualMachines, or create it before.";
  const prefix = `${namespace}/`;
  const here = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  const isReplica = (other: string) =>
    other.startsWith(`${name}-`) && /^\d+$/.test(other.slice(name.length + 1));
  const replica = here.find(isReplica);
  if (replica !== undefined) return `name one of its replicas, such as ${prefix}${replica}.`;
  const elsewhere = keys.find((key) => key.endsWith(`/${name}`));
  const meant = nearest(name, here);
  if (meant !== undefined) return `did you mean ${prefix}${meant}?`;
  return elsewhere === undefined ? choiceOf("", keys) : `did you mean ${elsewhere}?`;
}

function keyOf({ namespace, name }: VirtualMachineRef): string {
  return `${namespace}/${name}`;
}
