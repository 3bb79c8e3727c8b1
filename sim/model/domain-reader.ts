import { agentConnectsAt, lastAnswerAt } from "./agent.ts";
import type { Domain } from "./domain.ts";
import { guestOf, type Guest } from "./guest.ts";
import { uniform } from "./random.ts";
import { layoutOf, vcpuSlotCount, type Reading, type ReadingLayout } from "./reading.ts";
import type { Moment } from "./resources/context.ts";
import { isRunning } from "./segment.ts";
import {
  gridAnglesAt,
  gridPhases,
  gridPhaseSeconds,
  gridSeconds,
  newAngles,
  type WaveAngles,
} from "./waves.ts";

/** How often the guest agent is asked. Source: kubevirt pkg/virt-launcher/virtwrap/agent-poller. */
const loadEverySeconds = 120;
const filesystemsEverySeconds = 300;
/** How soon after its arrival by migration a guest's agent answers. */
const reconnectSeconds = 5;

/** What is being read at present; nothing outlives a reading, so all readers share it. */
const scratch = newAngles();
let moment: Moment = { runSeconds: 0, demandRate: 0, totals: new Float64Array() };

/**
 * Takes readings of one Domain: a pure function of (Domain, seed, t), whose cost does not depend on t.
 *
 * It remembers what it last worked out, but no answer depends on what was asked before.
 */
export class DomainReader {
  readonly layout: ReadingLayout;
  readonly #guest: Guest;
  readonly #gridPhase: number;
  /** When the guest agent connected, in seconds (t); undefined: there is none. */
  readonly #agentConnects: number | undefined;

  constructor(domain: Domain, seed: number) {
    this.layout = layoutOf(domain);
    this.#guest = guestOf(domain, seed);
    this.#gridPhase = Math.floor(uniform(0, gridPhases, seed, "grid", domain.uid, domain.nodeName));
    this.#agentConnects = domain.guestAgent ? answersFrom(domain, seed) : undefined;
  }

  /**
   * The domain's values as they are known at `t`, in seconds, put into `into` from `offset` on: the launcher
   * took them at the last step of its grid, the guest agent when it was last asked. Before the domain's
   * beginning its counters are those of its beginning.
   */
  read(t: number, into: Reading, offset = 0): void {
    const { cpu, memory, disks, interfaces } = this.#guest;
    this.#moveTo(t);
    cpu.write(moment, into, offset, offset + this.layout.vcpu(0), vcpuSlotCount);
    memory.write(moment, into, offset);
    for (let index = 0; index < disks.length; index++) {
      disks[index]?.write(moment, into, offset + this.layout.disk(index));
    }
    for (let index = 0; index < interfaces.length; index++) {
      interfaces[index]?.write(moment, into, offset + this.layout.interface(index));
    }
    this.#askAgent(t, into, offset);
  }

  /** Brings the moment to the last step of the grid. */
  #moveTo(t: number): void {
    const { course } = this.#guest;
    const phaseSeconds = gridPhaseSeconds(this.#gridPhase);
    const step = Math.floor((t - phaseSeconds) / gridSeconds);
    const taken = step * gridSeconds + phaseSeconds;
    const angles = gridAnglesAt(step, this.#gridPhase, scratch);
    if (moment.totals.length < course.count) moment = { ...moment, totals: new Float64Array(course.count) };
    course.totalsAt(taken, angles, moment.totals);
    moment.runSeconds = course.runSecondsAt(taken);
    moment.demandRate = this.#demandRate(taken, angles);
  }

  #demandRate(t: number, angles: WaveAngles): number {
    const { course, demand } = this.#guest;
    if (!isRunning(course.segmentAt(t))) return 0;
    return course.isAtWork(t) ? demand.rate(t, angles) : 1;
  }

  #askAgent(t: number, into: Reading, offset: number): void {
    const { load, filesystems } = this.#guest;
    load.write(this.#answeredAt(t, loadEverySeconds), into, offset);
    filesystems.write(this.#answeredAt(t, filesystemsEverySeconds), into, offset + this.layout.filesystem(0));
  }

  #answeredAt(t: number, everySeconds: number): number | undefined {
    const connects = this.#agentConnects;
    return connects === undefined ? undefined : lastAnswerAt(this.#guest.course, connects, everySeconds, t);
  }
}

/** When the guest agent is first asked on this node: it has connected, or again after a migration. */
function answersFrom(domain: Domain, seed: number): number {
  const arrived = domain.segments[0]?.fromSeconds ?? domain.startSeconds;
  return Math.max(agentConnectsAt(domain, seed), arrived + reconnectSeconds);
}
