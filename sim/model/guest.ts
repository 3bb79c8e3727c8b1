import { Course } from "./course.ts";
import { Demand } from "./demand.ts";
import type { Domain } from "./domain.ts";
import { holdsFilesystem } from "./filesystems.ts";
import { FlowPlan } from "./flows.ts";
import { random } from "./random.ts";
import type { ResourceContext } from "./resources/context.ts";
import { CpuCounters, delayShareOf } from "./resources/cpu.ts";
import { DiskCounters, type DiskUse } from "./resources/disk.ts";
import { FilesystemGauges } from "./resources/filesystem.ts";
import { GuestLoad } from "./resources/guest-load.ts";
import { InterfaceCounters } from "./resources/interface.ts";
import { MemoryGauges } from "./resources/memory.ts";
import { loadOf } from "./workloads/registry.ts";

/** Of several disks or interfaces, what the first takes of the load. */
const firstDiskShare = 0.25;
const firstInterfaceShare = 0.8;

/** A guest at work: its resources, and the course of their counters. */
export interface Guest {
  readonly demand: Demand;
  readonly course: Course;
  readonly cpu: CpuCounters;
  readonly memory: MemoryGauges;
  readonly disks: readonly DiskCounters[];
  readonly interfaces: readonly InterfaceCounters[];
  readonly filesystems: FilesystemGauges;
  readonly load: GuestLoad;
}

/** What a Domain does, from the Domain and the seed alone. */
export function guestOf(domain: Domain, seed: number): Guest {
  const key = `${domain.namespace}/${domain.name}`;
  const load = loadOf(domain.workload, seed, key);
  const demand = new Demand(load, seed, key);
  const plan = new FlowPlan(random(seed, key, "waves"));
  const context: ResourceContext = { domain, seed, load, demand, plan };
  const cpu = new CpuCounters(context);
  const memory = new MemoryGauges(context);
  const disks = diskUses(domain).map((use) => new DiskCounters(context, use));
  const interfaces = domain.interfaces.map((device, index) => {
    const share = shareOf(index, domain.interfaces.length, firstInterfaceShare);
    return new InterfaceCounters(context, device, share);
  });
  const course = new Course({
    segments: domain.segments,
    plan,
    demand,
    pressure: memory.pressure,
    bootSeconds: load.bootDuration,
    delayShare: delayShareOf(context),
  });
  const filesystems = new FilesystemGauges(context);
  return {
    demand,
    course,
    cpu,
    memory,
    disks,
    interfaces,
    filesystems,
    load: new GuestLoad(course, cpu, disks),
  };
}

/** The system boots from the first disk with a filesystem; what it serves lies on the further ones, if there are. */
function diskUses({ disks }: Domain): DiskUse[] {
  const worked = disks.filter(holdsFilesystem);
  return disks.map((disk) => {
    const index = worked.indexOf(disk);
    const share = index === -1 ? 0 : shareOf(index, worked.length, firstDiskShare);
    return { disk, share, boots: index === 0 };
  });
}

function shareOf(index: number, count: number, first: number): number {
  if (count === 1) return 1;
  return index === 0 ? first : (1 - first) / (count - 1);
}
