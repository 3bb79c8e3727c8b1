import type { Clock } from "../../clock/clock.ts";
import type { Domain } from "../../model/domain.ts";
import { appendSegment, fillFilesystem } from "../../model/domain-life.ts";
import { isRunning, type SegmentFactors } from "../../model/segment.ts";
import type { Hypervisors } from "../hypervisors.ts";
import type { Kind } from "../kinds.ts";
import {
  fillingsAnnotation,
  virtualMachineInstanceKind,
  virtualMachineKind,
} from "../objects/virtual-machine.ts";
import type { Store } from "../store.ts";
import type { VirtualMachineName } from "./run.ts";
import { conflict, notFound, type Refusal } from "./refusal.ts";

/** What a guest's mishaps act on: its VMI, and the Domain behind it. */
interface GuestContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly seed: number;
  readonly hypervisors: Hypervisors;
}

/** A filesystem of a guest, and how full it is to become. */
interface FillTarget {
  readonly vm: VirtualMachineName;
  /** Absent: the system's. */
  readonly mountPoint?: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly overSeconds: number;
}

/** The guest's operating system panics: its hypervisor says so, and ends it. */
export function panicGuest(context: GuestContext, name: VirtualMachineName): Refusal | undefined {
  return onDomain(context, name, (domain) => {
    const last = domain.segments.at(-1);
    if (last !== undefined && !isRunning(last)) return conflict("VM is paused");
    append(context, domain, "panic", { ...factorsOf(domain), running: 0 });
    return undefined;
  });
}

/** The hypervisor stops answering what it is asked of the guest, which runs on. */
export function hangGuest(context: GuestContext, name: VirtualMachineName): Refusal | undefined {
  return onDomain(context, name, (domain) => {
    append(context, domain, "hang", { ...factorsOf(domain), answering: 0 });
    return undefined;
  });
}

/** It answers again; does nothing if it does, or if the guest is another by now. */
export function healGuest(context: GuestContext, uid: string): void {
  const domain = context.hypervisors.get(uid);
  if (domain === undefined) return;
  const { answering, ...factors } = factorsOf(domain);
  if (answering !== undefined) append(context, domain, "heal", factors);
}

/** One of the guest's filesystems fills, or empties. */
export function fillGuest(context: GuestContext, target: FillTarget): Refusal | undefined {
  return onDomain(context, target.vm, (domain) => {
    const places = domain.filesystems.map(({ mountPoint }) => mountPoint);
    const mountPoint = target.mountPoint ?? places[0];
    if (mountPoint === undefined || !places.includes(mountPoint))
      return conflict(`no filesystem at ${mountPoint ?? "/"}; there are ${places.join(", ")}`);
    const { clock, seed, hypervisors } = context;
    const filled = fillFilesystem(domain, seed, {
      mountPoint,
      fromSeconds: clock.now(),
      overSeconds: target.overSeconds,
      toShare: target.share,
    });
    hypervisors.set(filled);
    remember(context, target.vm, JSON.stringify(filled.fillings));
    return undefined;
  });
}

/** Where the next start of the guest finds it: on its VM, or on a VMI that has none. */
function remember({ store }: GuestContext, { namespace, name }: VirtualMachineName, fillings: string): void {
  for (const kind of [virtualMachineKind, virtualMachineInstanceKind] as readonly Kind[]) {
    const object = store.get(kind, namespace, name);
    if (object === undefined) continue;
    const annotations = { ...object.metadata.annotations, [fillingsAnnotation]: fillings };
    store.update(kind, { ...object, metadata: { ...object.metadata, annotations } });
    return;
  }
}

function onDomain(
  { store, hypervisors }: GuestContext,
  { namespace, name }: VirtualMachineName,
  act: (domain: Domain) => Refusal | undefined,
): Refusal | undefined {
  const vmi = store.get(virtualMachineInstanceKind, namespace, name);
  if (vmi === undefined) return notFound("virtualmachineinstances.kubevirt.io", name);
  const domain = hypervisors.get(vmi.metadata.uid);
  return domain === undefined ? conflict("VM is not running") : act(domain);
}

function factorsOf({ segments }: Domain): SegmentFactors {
  return segments.at(-1)?.factors ?? {};
}

function append(
  { clock, seed, hypervisors }: GuestContext,
  domain: Domain,
  cause: "panic" | "hang" | "heal",
  factors: SegmentFactors,
): void {
  hypervisors.set(appendSegment(domain, seed, { fromSeconds: clock.now(), cause, factors }));
}
