/** How long a measurement takes: that of how much memory a guest dirties in a second. */
const measuringSeconds = 1;
/** How long a launcher goes on to answer with what it measured last. */
const keptSeconds = 3;

/**
 * When each launcher of a node has measured its guest's dirty rate, which it does when asked, and not more
 * often than every few seconds. Who asks meanwhile waits for the measurement that is under way.
 *
 * Source: kubevirt pkg/virt-launcher/virtwrap, GetDomainDirtyRateStats
 */
export class DirtyRates {
  /** By uid, in seconds (t); in the future while it is measuring. */
  readonly #measuredAt = new Map<string, number>();

  /** When the rates of all these guests, asked for at `now`, are known; both in seconds (t). */
  knownAt(uids: Iterable<string>, now: number): number {
    let known = now;
    for (const uid of uids) known = Math.max(known, this.#knownAt(uid, now));
    return known;
  }

  forget(uid: string): void {
    this.#measuredAt.delete(uid);
  }

  #knownAt(uid: string, now: number): number {
    const latest = this.#measuredAt.get(uid);
    if (latest !== undefined && now <= latest + keptSeconds) return latest;
    this.#measuredAt.set(uid, now + measuringSeconds);
    return now + measuringSeconds;
  }
}
