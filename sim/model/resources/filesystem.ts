import type { DomainFilesystem, Filling } from "../domain.ts";
import { filesystemSlotCount, filesystemSlots } from "../reading.ts";
import { clamp } from "../numbers.ts";
import { between, characterOf, type ResourceContext } from "./context.ts";

const blockBytes = 4096;
const daySeconds = 86_400;
/** Share in use when a filesystem is new, and what it tends to after years. Healthy: alerts begin at 0.85. */
const uses = {
  boot: { first: [0.25, 0.3], last: [0.3, 0.4] },
  system: { first: [0.12, 0.3], last: [0.45, 0.7] },
  data: { first: [0.05, 0.4], last: [0.5, 0.78] },
} as const;
/** How long half of that way takes. */
const growthDays = [4, 40] as const;

/** How full the guest's filesystems are. They are as old as the VM, not as its last start. */
export class FilesystemGauges {
  readonly #fills: readonly Fill[];

  constructor(context: ResourceContext) {
    this.#fills = context.domain.filesystems.map((filesystem) => fillOf(context, filesystem));
  }

  /** The share in use at `t` of the filesystem with this place in the Domain. */
  shareAt(index: number, t: number): number {
    const fill = this.#fills[index];
    return fill === undefined ? NaN : shareOf(fill, t);
  }

  /** @param answered when the agent was last asked and answered, in seconds (t); undefined: never */
  write(answered: number | undefined, into: Float64Array, firstPlace: number): void {
    let place = firstPlace;
    for (const fill of this.#fills) {
      const used = answered === undefined ? NaN : shareOf(fill, answered) * fill.capacityBytes;
      into[place + filesystemSlots.capacityBytes] = answered === undefined ? NaN : fill.capacityBytes;
      into[place + filesystemSlots.usedBytes] = Math.floor(used / blockBytes) * blockBytes;
      place += filesystemSlotCount;
    }
  }
}

interface Fill {
  /** What befell it, if anything did. */
  readonly filling: Filling | undefined;
  readonly capacityBytes: number;
  readonly first: number;
  readonly last: number;
  /** When half of the way was or will be gone, and how fast, in seconds. */
  readonly middleSeconds: number;
  readonly paceSeconds: number;
}

function fillOf(context: ResourceContext, { device, mountPoint, capacityBytes }: DomainFilesystem): Fill {
  const draw = characterOf(context, `filesystem/${device}`);
  const isSystem = mountPoint === "/" || mountPoint === "C:\\";
  const { first, last } = mountPoint === "/boot" ? uses.boot : isSystem ? uses.system : uses.data;
  const paceSeconds = between(draw, growthDays) * daySeconds;
  return {
    filling: context.domain.fillings?.find((filling) => filling.mountPoint === mountPoint),
    capacityBytes,
    first: between(draw, first),
    last: between(draw, last),
    middleSeconds: between(draw, [-1, 1]) * paceSeconds,
    paceSeconds,
  };
}

function shareOf(fill: Fill, t: number): number {
  const { filling } = fill;
  if (filling === undefined || t < filling.fromSeconds) return usualShare(fill, t);
  const { fromSeconds, overSeconds, fromShare, toShare } = filling;
  const way = overSeconds === 0 ? 1 : clamp((t - fromSeconds) / overSeconds, 0, 1);
  return fromShare + (toShare - fromShare) * way;
}

/** Rises for ever, ever more slowly, and stays between its two ends. */
function usualShare({ first, last, middleSeconds, paceSeconds }: Fill, t: number): number {
  const x = (t - middleSeconds) / paceSeconds;
  return first + (last - first) * (0.5 + (0.5 * x) / (1 + Math.abs(x)));
}
