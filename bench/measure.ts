/** CPU time that a process has taken so far, in seconds. */
export type CpuMeter = () => number | Promise<number>;

/** One way to do a thing; it is told how many times it has been done. */
export interface Contender {
  readonly name: string;
  /** Of the process that does it, if that is not this one. */
  readonly cpu?: CpuMeter;
  readonly run: (round: number) => void | Promise<void>;
}

/** What a contender took: medians per run, in nanoseconds. */
export interface Measurement {
  readonly name: string;
  readonly cpuNanoseconds: number;
  readonly wallNanoseconds: number;
}

export interface Sampling {
  readonly samples: number;
  /** Wall time of one sample: far above the resolution of the kernel's clocks. */
  readonly sampleMillis: number;
}

/** The compiler optimises what it has seen for a while. */
const warmUpSamples = 4;

type Sample = Pick<Measurement, "cpuNanoseconds" | "wallNanoseconds">;

/**
 * The median time per run of each contender.
 *
 * CPU time is what figures should be made of, so that neighbours on a shared machine count less. Contenders
 * are warmed up first, then take turns, so that what slows the machine down for a while slows all of them.
 */
export async function measure(
  contenders: readonly Contender[],
  { samples, sampleMillis }: Sampling,
): Promise<readonly Measurement[]> {
  const taken = contenders.map((contender) => ({ contender, rounds: { count: 0 }, samples: [] as Sample[] }));
  for (const { contender, rounds } of taken)
    await takeSample(contender, rounds, warmUpSamples * sampleMillis);
  for (let sample = 0; sample < samples; sample++) {
    for (const { contender, rounds, samples } of taken) {
      samples.push(await takeSample(contender, rounds, sampleMillis));
    }
  }
  return taken.map(({ contender, samples }) => ({
    name: contender.name,
    cpuNanoseconds: median(samples.map(({ cpuNanoseconds }) => cpuNanoseconds)),
    wallNanoseconds: median(samples.map(({ wallNanoseconds }) => wallNanoseconds)),
  }));
}

async function takeSample(
  { run, cpu = ownCpuSeconds }: Contender,
  rounds: { count: number },
  sampleMillis: number,
): Promise<Sample> {
  const cpuBefore = await cpu();
  const begun = performance.now();
  let runs = 0;
  do {
    rounds.count += 1;
    await run(rounds.count);
    runs += 1;
  } while (performance.now() - begun < sampleMillis);
  const wallNanoseconds = ((performance.now() - begun) * 1e6) / runs;
  return { wallNanoseconds, cpuNanoseconds: (((await cpu()) - cpuBefore) * 1e9) / runs };
}

export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
