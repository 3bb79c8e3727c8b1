import type { Domain } from "../model/domain.ts";
import { isAnswering } from "../model/segment.ts";
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
 * The questions of a virt-handler to its launchers, at each scrape. One that hangs keeps a scrape waiting for
 * ten seconds, three times; then it is passed over until it has answered.
 *
 * Source: kubevirt pkg/monitoring/metrics/virt-handler/collector
 */
export class LauncherPolls {
  readonly #lifetime: Lifetime;
  readonly #draw: () => number;
  readonly #hung = new Map<string, HungLauncher>();

  constructor(lifetime: Lifetime, draw: () => number) {
    this.#lifetime = lifetime;
    this.#draw = draw;
  }

  /** Takes in whether a Domain's launcher answers. */
  see({ uid, segments }: Domain): void {
    const last = segments.at(-1);
    if (last === undefined || isAnswering(last)) this.forget(uid);
    else if (!this.#hung.has(uid)) this.#hung.set(uid, { owed: 0, answered: [] });
  }

  /** It answers, or is gone: nobody waits for it any longer. */
  forget(uid: string): void {
    for (const answered of this.#hung.get(uid)?.answered ?? []) answered();
    this.#hung.delete(uid);
  }

  /** Asks all; resolves when all have answered, or have had their time. */
  async ask(): Promise<void> {
    const usual = this.#lifetime.sleep(between(pollSeconds, this.#draw));
    const waits = [...this.#hung.values()].filter(({ owed }) => owed < mostOwed);
    const answers = waits.map((launcher) => {
      launcher.owed += 1;
      return new Promise<void>((resolve) => launcher.answered.push(resolve));
    });
    if (answers.length > 0) await Promise.race([Promise.all(answers), this.#lifetime.sleep(mostSeconds)]);
    await usual;
  }
}
