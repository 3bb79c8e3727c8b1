import { busiestVcpu, condition } from "../conditions.ts";
import { meanOf, peakOf, scaled, usualFlow, type Flow } from "../flows.ts";
import { at } from "../numbers.ts";
import { random, uniform } from "../random.ts";
import { domainSlots, vcpuSlots } from "../reading.ts";
import { between, characterOf, type Moment, type ResourceContext } from "./context.ts";

/**
 * libvirt reads CPU times from /proc/PID/stat, in ticks of 10 ms, when it runs without root as KubeVirt's does;
 * then usage is user plus system. Source: libvirt src/qemu/qemu_driver.c, qemuDomainGetStatsCpuProc.
 */
const ticksPerSecond = 100;
const nanosecondsPerSecond = 1e9;
/** The emulator's threads take less CPU than this: the guest's devices are virtio. */
const busiestEmulator = 0.15;
/** libvirt's number of the state in which QEMU's vCPUs are reported: halted and paused ones too. */
const runningState = 1;

/** Time a vCPU waits for a CPU per second that it runs: how full its node is, and the VM's own part in it. */
export function delayShareOf({ domain, seed }: Pick<ResourceContext, "domain" | "seed">): number {
  const node = uniform(0.001, 0.01, seed, "delay-share", domain.nodeName);
  return node * uniform(0.7, 1.3, seed, `${domain.namespace}/${domain.name}`, "delay-share");
}

/** Time a vCPU waits for I/O per second that it runs; none on a host without scheduler statistics. */
function waitShareOf({ domain, seed }: ResourceContext): number {
  const draw = random(seed, "scheduler-statistics", domain.nodeName);
  return draw() < 0.3 ? between(draw, [0.0002, 0.002]) : 0;
}

/** CPU time of a domain: its vCPUs one by one, and with the emulator's threads the whole. */
export class CpuCounters {
  readonly #vcpus: readonly { readonly run: number; readonly delay: number; readonly wait: number }[];
  readonly #emulator: number;
  readonly #userShare: number;
  readonly #affinityPairs: number;

  constructor(context: ResourceContext) {
    const { plan, load, domain } = context;
    const draw = characterOf(context, "cpu");
    const delayShare = delayShareOf(context);
    const waitShare = waitShareOf(context);
    this.#userShare = 1 - load.systemShare;
    this.#affinityPairs = domain.vcpus * domain.hostCpus;
    this.#vcpus = vcpuFlows(context, draw).map((flow) => ({
      run: plan.add(flow, condition.cpu),
      delay: plan.add(scaled(flow, delayShare), condition.cpuDelay),
      wait: plan.add(scaled(flow, waitShare), condition.cpu),
    }));
    this.#emulator = plan.add(emulatorFlow(context, draw), condition.cpu);
  }

  /** Seconds that all vCPUs ran or wanted to. */
  wantedSeconds(totals: Float64Array): number {
    return this.#vcpus.reduce((sum, { run, delay }) => sum + at(totals, run) + at(totals, delay), 0);
  }

  write(
    { totals }: Moment,
    into: Float64Array,
    domainPlace: number,
    vcpuPlace: number,
    stride: number,
  ): void {
    let ticks = Math.floor(at(totals, this.#emulator) * ticksPerSecond);
    let place = vcpuPlace;
    for (const { run, delay, wait } of this.#vcpus) {
      const ran = Math.floor(at(totals, run) * ticksPerSecond);
      ticks += ran;
      into[place + vcpuSlots.seconds] = ran / ticksPerSecond;
      into[place + vcpuSlots.waitSeconds] = wholeNanoseconds(at(totals, wait));
      into[place + vcpuSlots.delaySeconds] = wholeNanoseconds(at(totals, delay));
      into[place + vcpuSlots.state] = runningState;
      place += stride;
    }
    const user = Math.floor(ticks * this.#userShare);
    into[domainPlace + domainSlots.cpuUsageSeconds] = ticks / ticksPerSecond;
    into[domainPlace + domainSlots.cpuUserSeconds] = user / ticksPerSecond;
    into[domainPlace + domainSlots.cpuSystemSeconds] = (ticks - user) / ticksPerSecond;
    into[domainPlace + domainSlots.nodeCpuAffinityPairs] = this.#affinityPairs;
  }
}

/** Seconds in whole nanoseconds, as KubeVirt prints them: nanoseconds / 1e9. */
export function wholeNanoseconds(seconds: number): number {
  return Math.floor(seconds * nanosecondsPerSecond) / nanosecondsPerSecond;
}

/** What each vCPU runs. They share the load unevenly, and none ever exceeds `busiestVcpu`. */
function vcpuFlows({ domain, load, demand }: ResourceContext, draw: () => number): Flow[] {
  const weights = Array.from({ length: domain.vcpus }, () => between(draw, [0.8, 1.2]));
  const average = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => {
    const boot = between(draw, [0.55, 0.75]) * load.bootDuration;
    const mean = Math.min(load.cpu * (weight / average), busiestAverage);
    return calmed({ ...usualFlow(mean), boot }, demand.peak, load.bootDuration);
  });
}

/** A vCPU is never busier than this on average: what varies needs room below `busiestVcpu`. */
const busiestAverage = 0.94;

/** The flow with as much less variation as keeps it below `busiestVcpu`. */
function calmed(flow: Flow, demandPeak: number, bootSeconds: number): Flow {
  const mean = meanOf(flow);
  const rise = peakOf({ ...flow, boot: 0 }, demandPeak, bootSeconds) - mean;
  const kept = Math.min(1, (busiestVcpu - mean) / rise);
  const { demand = 0, wave = 0 } = flow;
  return { ...flow, steady: mean - kept * (demand + wave), demand: kept * demand, wave: kept * wave };
}

/** What QEMU's own threads run: the more requests and packets, the more. */
function emulatorFlow({ load, demand }: ResourceContext, draw: () => number): Flow {
  const requests = load.readRate + load.writeRate;
  const packets = (load.receiveRate + load.transmitRate) / 1000;
  const mean = between(draw, [0.004, 0.009]) + 2e-5 * requests + 5e-7 * packets;
  const flow = usualFlow(mean, 0.05 * load.bootDuration);
  return scaled(flow, Math.min(1, busiestEmulator / peakOf(flow, demand.peak, load.bootDuration)));
}
