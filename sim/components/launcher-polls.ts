import type { Domain } from "../model/domain.ts";
import { isAnswering } from "../model/segment.ts";
import { DirtyRates } from "./dirty-rates.ts";
import { between } from "./draws.ts";
import type { Lifetime } from "./lifetime.ts";

/** How long it takes to ask all launchers of a node over their sockets, in seconds. */
const pollSeconds = { low: 0.002, high: 0.008 };
/** How long a collection waits for launchers that do not answer. */
const mostSeconds = 10;
/** A launcher that owes answers to so many collections is not asked again. */
const mostOwed = 3;

interface HungLauncher {
  owed: number;
  readonly answered: (() => void)[];
}

/**
 * The questions of a virt-handler to its launchers, at each scrape, asked side by side. That for the dirty rate
 * takes a second. A launcher that hangs keeps a scrape waiting for ten seconds, three times; then it is passed
 * over until it has answered.
 *
 * Source: kubevirt pkg/monitoring/metrics/virt-handler/collector
 */
export class LauncherPolls {
  readonly #lifetime: Lifetime;
  readonly #draw: () => number;
  readonly #hung = new Map<string, HungLauncher>();
  readonly #dirtyRates = new DirtyRates();

  constructor(lifetime: Lifetime, draw: () => number) {
    this.#lifetime = lifetime;
    this.#draw = draw;
  }

  /** Takes in whether a Domain's launcher answers. */
  see({ uid, segments }: Domain): void {
    const last = segments.at(-1);
    if (last === undefined || isAnswering(last)) this.#release(uid);
    else if (!this.#hung.has(uid)) this.#hung.set(uid, { owed: 0, answered: [] });
  }

  /** Its launcher is gone: nobody waits for it any longer. */
  forget(uid: string): void {
    this.#release(uid);
    this.#dirtyRates.forget(uid);
  }

  /**
   * Asks all, and the launchers of `sampled` for the dirty rates of those guests; resolves when all have answered,
   * or have had their time.
   */
  async ask(sampled: Iterable<string>): Promise<void> {
    const now = this.#lifetime.clock.now();
    const measuring = this.#dirtyRates.knownAt(sampled, now) - now;
    const usual = this.#lifetime.sleep(measuring + between(pollSeconds, this.#draw));
    const waits = [...this.#hung.values()].filter(({ owed }) => owed < mostOwed);
    const answers = waits.map((launcher) => {
      launcher.owed += 1;
      return new Promise<void>((resolve) => launcher.answered.push(resolve));
    });
    if (answers.length > 0) await Promise.race([Promise.all(answers), this.#lifetime.sleep(mostSeconds)]);
    await usual;
  }

  #release(uid: string): void {
    for (const answered of this.#hung.get(uid)?.answered ?? []) answered();
    this.#hung.delete(uid);
  }
}
