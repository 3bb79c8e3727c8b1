import type { Complain, Path } from "../complaint.ts";
import { choiceOf } from "../suggest.ts";
import { parseDuration, toMilliseconds } from "../units.ts";
import type { TimeExpression } from "../schema/time.ts";

/** An event as far as its time is concerned. */
export interface TimedEvent {
  readonly path: Path;
  /** As given; others can refer to it by this name alone. */
  readonly name: string | undefined;
  readonly at: TimeExpression;
  /** How long it lasts; undefined where it does not, or lasts to the end. */
  readonly forSeconds: number | undefined;
  /** Whether it is of a kind that can last. */
  readonly canLast: boolean;
  /** Whether its `for` is there, but wrong. */
  readonly forUnknown: boolean;
}

/**
 * When the events of a timeline happen: finds the event that a time refers to, and its time before that.
 *
 * What is wrong is said once, at the event where it is wrong; a time that depends on it is just unknown.
 */
export class Times {
  readonly #byName = new Map<string, TimedEvent>();
  readonly #known = new Map<TimedEvent, number | undefined>();
  readonly #lostNames: ReadonlySet<string>;
  readonly #complain: Complain;

  /** @param lostNames names of events that could not be read: no one can say when they are */
  constructor(events: readonly TimedEvent[], lostNames: ReadonlySet<string>, complain: Complain) {
    this.#lostNames = lostNames;
    this.#complain = complain;
    for (const event of events) {
      if (event.name !== undefined && !this.#byName.has(event.name)) this.#byName.set(event.name, event);
    }
  }

  /** When the event begins, in seconds; undefined when no one can say. */
  startOf(event: TimedEvent): number | undefined {
    const chain = new Set<TimedEvent>();
    for (
      let next: TimedEvent | undefined = event;
      next !== undefined && !this.#known.has(next);
      next = this.#byName.get(next.at.of?.event ?? "")
    ) {
      if (chain.has(next)) this.#sayCircular(next, chain);
      else chain.add(next);
    }
    for (const member of [...chain].reverse()) {
      if (this.#known.has(member)) continue;
      this.#known.set(member, this.resolve(member.at, [...member.path, "at"]));
    }
    return this.#known.get(event);
  }

  /** A moment in seconds; undefined when no one can say, and then it was said why. */
  resolve({ of, offsetSeconds }: TimeExpression, path: Path): number | undefined {
    if (of === undefined) return offsetSeconds;
    const event = this.#byName.get(of.event);
    if (event === undefined) {
      this.#sayUnknown(of.event, path);
      return undefined;
    }
    const start = this.startOf(event);
    const lastsSeconds = of.edge === "start" ? 0 : event.forSeconds;
    if (lastsSeconds === undefined) this.#sayEndless(event, path);
    if (start === undefined || lastsSeconds === undefined) return undefined;
    return toMilliseconds(start + lastsSeconds + offsetSeconds);
  }

  #sayEndless({ name = "", canLast, forUnknown }: TimedEvent, path: Path): void {
    if (forUnknown) return;
    const instead = `write ${name}+… for a time after it`;
    this.#complain({
      path,
      message: canLast
        ? `the event ${name} has no end, for it has no \`for\``
        : `the event ${name} has no end, for it takes no time`,
      fix: canLast ? `give ${name} a \`for\`, or ${instead} begins.` : `${instead}.`,
    });
  }

  #sayUnknown(name: string, path: Path): void {
    if (this.#lostNames.has(name)) return;
    const [, base = "", rest = ""] = /^(.+?)-(\d.*)$/.exec(name) ?? [];
    if (this.#byName.has(base) && parseDuration(rest) !== undefined) {
      this.#complain({
        path,
        message: `no event is named ${name}, and nothing can be subtracted from the time of ${base}`,
        fix: `write ${base}+…, or a time after an earlier event.`,
      });
      return;
    }
    if (/^\d/.test(name)) {
      this.#complain({
        path,
        message: `${name} is neither a duration nor the name of an event`,
        fix: "write a duration, as in 10m, 90s or 1h30m.",
      });
      return;
    }
    const names = [...this.#byName.keys(), ...this.#lostNames];
    this.#complain({
      path,
      message: `no event is named ${name}`,
      fix: names.length === 0 ? `give the event that is meant a name: ${name}.` : choiceOf(name, names),
    });
  }

  /** @param chain what the event's time hangs on, in order; the circle is its last part */
  #sayCircular(event: TimedEvent, chain: ReadonlySet<TimedEvent>): void {
    const circle = [...chain].slice([...chain].indexOf(event));
    for (const member of circle) this.#known.set(member, undefined);
    const names = [...circle, event].map(({ name }) => name).join(" → ");
    this.#complain({
      path: [...event.path, "at"],
      message: `the time of ${event.name ?? "the event"} depends on itself: ${names}`,
      fix: "give one of them a time of its own, such as 5m.",
    });
  }
}
