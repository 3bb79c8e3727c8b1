import { source, type Clock } from "../../clock/clock.ts";
import type { ActiveFault, Effect, RequestEffect } from "../../faults/fault.ts";
import { random } from "../../model/random.ts";
import type { Exchange, ServedConnection } from "../server/served-connection.ts";
import type { ListenerLedger } from "../server/server-ledger.ts";
import { emptied } from "./emptied.ts";
import { ListenerMode, type ModeChange } from "./listener-mode.ts";
import { RequestFault } from "./request-fault.ts";

interface ListenerFaultsOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly ledger: ListenerLedger;
  /** The connections that were made through the listener. */
  readonly connections: () => Iterable<ServedConnection>;
}

/** What a request can meet with. */
interface Meeting {
  readonly exchange: Exchange;
  readonly connection: ServedConnection;
  /** The path with its query that is asked for: a fault may make it another one. */
  readonly path: string;
  /** Has the request for this path answered as if nothing were wrong. */
  readonly proceed: (path: string) => void;
  /** Has it answered with a status instead. */
  readonly respond: (status: number, headers: Readonly<Record<string, string>>) => void;
}

/** The faults in force on one listener, on either wire: what they make of it, and of the requests through it. */
export class ListenerFaults {
  readonly mode = new ListenerMode();
  readonly #options: ListenerFaultsOptions;
  #requestFaults = new Map<string, RequestFault>();

  constructor(options: ListenerFaultsOptions) {
    this.#options = options;
  }

  /** Takes the faults now in force; tells how the listener as a whole has to change. */
  settle(faults: readonly ActiveFault[]): ModeChange | undefined {
    const before = this.#requestFaults;
    const now = new Map(faults.flatMap((fault) => this.#requestFault(fault, before)));
    this.#requestFaults = now;
    for (const [name, fault] of before) if (!now.has(name)) this.#end(fault);
    for (const [name, fault] of now) if (!before.has(name)) this.#begin(fault);
    return this.mode.change(faults);
  }

  /** A request has come. */
  meet(meeting: Meeting): void {
    this.#meet(meeting, [...this.#requestFaults.values()]);
  }

  #requestFault(
    { name, effect }: ActiveFault,
    known: ReadonlyMap<string, RequestFault>,
  ): [string, RequestFault][] {
    if (!isRequestEffect(effect)) return [];
    return [[name, known.get(name) ?? this.#newRequestFault(name, effect)]];
  }

  #newRequestFault(name: string, effect: RequestEffect): RequestFault {
    const { clock, seed, ledger } = this.#options;
    return new RequestFault({ name, effect, clock, draw: random(seed, "fault", name, ledger.listener) });
  }

  #meet(meeting: Meeting, faults: readonly RequestFault[]): void {
    const [fault, ...rest] = faults;
    const { connection, exchange } = meeting;
    if (fault === undefined) meeting.proceed(meeting.path);
    else if (fault.sparesNew || !fault.strikes(connection, exchange.request)) this.#meet(meeting, rest);
    else this.#strike(fault, meeting, (changed = meeting) => this.#meet(changed, rest));
  }

  #strike(fault: RequestFault, meeting: Meeting, goOn: (changed?: Meeting) => void): void {
    const { effect, name } = fault;
    const { exchange, connection, respond } = meeting;
    const { ledger, clock } = this.#options;
    switch (effect.type) {
      case "reset":
        return this.#cut(fault, connection);
      case "respond":
        ledger.answer("answer-replaced", name, connection, exchange);
        return respond(effect.status, retryAfter(effect.retryAfterSeconds));
      case "black-hole":
        ledger.answer("answer-stalled", name, connection, exchange);
        if (effect.phase === "request") {
          fault.hold(() => (exchange.over ? undefined : goOn()));
          return;
        }
        exchange.valve.hold(name, "body");
        return goOn();
      case "delay":
        ledger.answer("answer-delayed", name, connection, exchange);
        exchange.valve.delay(name, effect.delaySeconds, clock);
        return goOn();
      case "interrupt":
        goOn();
        clock.at(clock.now() + (effect.afterSeconds ?? 0), source.wire, () => {
          if (!fault.over) this.#interrupt(fault, connection, exchange);
        });
        return;
      case "empty":
        ledger.answer("answer-emptied", name, connection, exchange);
        return goOn({ ...meeting, path: emptied(meeting.path) });
    }
  }

  /** Strikes what is under way, whose headers may have been sent: a status can no longer be changed. */
  #begin(fault: RequestFault): void {
    for (const connection of this.#options.connections()) {
      if (fault.effect.type === "reset") {
        if (this.#strikesAny(fault, connection)) this.#cut(fault, connection);
      } else if (fault.effect.type !== "respond") {
        for (const exchange of [...connection.unfinished]) {
          if (fault.strikes(connection, exchange.request)) this.#impair(fault, connection, exchange);
        }
      }
    }
  }

  #strikesAny(fault: RequestFault, connection: ServedConnection): boolean {
    for (const { request } of connection.unfinished)
      if (fault.isAbout(request)) return fault.strikes(connection, request);
    return false;
  }

  #impair(fault: RequestFault, connection: ServedConnection, exchange: Exchange): void {
    const { effect, name } = fault;
    const { ledger, clock } = this.#options;
    if (effect.type === "black-hole") {
      ledger.answer("answer-stalled", name, connection, exchange);
      exchange.valve.hold(name, "answer");
    } else if (effect.type === "delay") {
      ledger.answer("answer-delayed", name, connection, exchange);
      exchange.valve.delay(name, effect.delaySeconds, clock);
    } else {
      this.#interrupt(fault, connection, exchange);
    }
  }

  #interrupt(fault: RequestFault, connection: ServedConnection, exchange: Exchange): void {
    const { effect, name } = fault;
    if ((effect.type !== "interrupt" && effect.type !== "empty") || !exchange.goesOn) return;
    this.#options.ledger.answer("watch-interrupted", name, connection, exchange);
    exchange.interrupt(effect.text, effect.type === "empty" || effect.ends);
  }

  #cut(fault: RequestFault, connection: ServedConnection): void {
    const state = connection.reset();
    if (state.repeatable) fault.expectRepetition();
    const persists = fault.effect.type === "reset" && fault.effect.persist;
    this.#options.ledger.cut(fault.name, state, state.unfinished > 0 && (persists || !state.repeatable));
  }

  #end(fault: RequestFault): void {
    for (const connection of this.#options.connections()) {
      for (const exchange of [...connection.unfinished]) {
        exchange.valve.release(fault.name);
        // What it was not told meanwhile it has to list.
        if (fault.effect.type === "empty" && fault.isAbout(exchange.request))
          this.#interrupt(fault, connection, exchange);
      }
    }
    fault.end();
  }
}

function isRequestEffect(effect: Effect): effect is RequestEffect {
  return effect.type !== "refuse" && !(effect.type === "black-hole" && effect.phase === "connect");
}

function retryAfter(seconds: number | undefined): Readonly<Record<string, string>> {
  return seconds === undefined ? {} : { "retry-after": String(seconds) };
}
