/** One way to do a thing; it is told how many times it has been done. */
export interface Contender {
  readonly name: string;
  run(round: number): void | Promise<void>;
}

/** What a contender took, in nanoseconds of CPU time per run. */
export interface Measurement {
  readonly name: string;
  readonly nanoseconds: number;
}

/** CPU time that one sample takes at least: far above the resolution of the kernel's clock. */
const sampleMillis = 200;
const samples = 7;

/**
 * The median CPU time per run of each contender.
 *
 * CPU time, not wall time, so that neighbours on a shared machine count less. Contenders are warmed up
 * first, then take turns, so that what slows the machine down for a while slows all of them.
 */
export async function measure(contenders: readonly Contender[]): Promise<readonly Measurement[]> {
  const rounds = new Map<Contender, number>();
  const taken = new Map<Contender, number[]>();
  for (const contender of contenders) await takeSample(contender, rounds);
  for (let sample = 0; sample < samples; sample++) {
    for (const contender of contenders) {
      const nanoseconds = await takeSample(contender, rounds);
      taken.set(contender, [...(taken.get(contender) ?? []), nanoseconds]);
    }
  }
  return contenders.map((contender) => ({
    name: contender.name,
    nanoseconds: median(taken.get(contender) ?? []),
  }));
}

async function takeSample(contender: Contender, rounds: Map<Contender, number>): Promise<number> {
  const before = process.cpuUsage();
  let runs = 0;
  let spentMicros = 0;
  while (spentMicros < sampleMillis * 1000) {
    const round = (rounds.get(contender) ?? 0) + 1;
    rounds.set(contender, round);
    await contender.run(round);
    runs += 1;
    const { user, system } = process.cpuUsage(before);
    spentMicros = user + system;
  }
  return (spentMicros * 1000) / runs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
