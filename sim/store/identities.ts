import type { Clock } from "../clock/clock.ts";
import { nameSuffix, uuid } from "../model/random.ts";
import { kindKey, type Kind } from "./kinds.ts";

/**
 * The uids and generated names of new objects. They depend on the seed, on what the object is and when it is
 * made, and on nothing else: one object more changes no other's.
 */
export class Identities {
  readonly #clock: Clock;
  readonly #seed: number;
  /** How often something of a key was made at the present t. */
  readonly #madeNow = new Map<string, number>();
  #madeAt = NaN;

  constructor(clock: Clock, seed: number) {
    this.#clock = clock;
    this.#seed = seed;
  }

  /** The uid of an object that is made now; an object made anew gets another. */
  uidOf(kind: Kind, key: string): string {
    const plural = kindKey(kind.group, kind.plural);
    return uuid(this.#seed, plural, key, this.#clock.now(), this.#timesMadeNow(kind, key));
  }

  /** A suffix for an object's `generateName`; another one each time it is asked for. */
  suffixFor(kind: Kind, prefix: string): string {
    const nth = this.#timesMadeNow(kind, prefix);
    return nameSuffix(5, this.#seed, kind.plural, prefix, this.#clock.now(), nth);
  }

  #timesMadeNow(kind: Kind, key: string): number {
    if (this.#madeAt !== this.#clock.now()) {
      this.#madeNow.clear();
      this.#madeAt = this.#clock.now();
    }
    const counted = `${kind.plural} ${key}`;
    const times = this.#madeNow.get(counted) ?? 0;
    this.#madeNow.set(counted, times + 1);
    return times;
  }
}
