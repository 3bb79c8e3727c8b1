import type { Clock } from "../../clock/clock.ts";
import type { ActiveFault, Effect, RequestEffect } from "../../faults/fault.ts";
import { random } from "../../model/random.ts";
import type { Exchange, ServedConnection } from "../server/served-connection.ts";
import type { ListenerLedger } from "../server/server-ledger.ts";
import { ListenerMode, type ModeChange } from "./listener-mode.ts";
import { RequestFault } from "./request-fault.ts";

export interface ListenerFaultsOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly ledger: ListenerLedger;
  /** The connections that were made through the listener. */
  readonly connections: () => Iterable<ServedConnection>;
}

/** What a request can meet with. */
export interface Meeting {
  readonly exchange: Exchange;
  readonly connection: ServedConnection;
  /** Has the request answered as if nothing were wrong. */
  readonly proceed: () => void;
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
    if (fault === undefined) meeting.proceed();
    else if (!fault.strikes(meeting.connection)) this.#meet(meeting, rest);
    else this.#strike(fault, meeting, () => this.#meet(meeting, rest));
  }

  #strike(fault: RequestFault, { exchange, connection, respond }: Meeting, goOn: () => void): void {
    const { effect, name } = fault;
    const { ledger } = this.#options;
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
        exchange.valve.delay(name, effect.delaySeconds, this.#options.clock);
        return goOn();
    }
  }

  /** Strikes what is under way, whose headers may have been sent: a status can no longer be changed. */
  #begin(fault: RequestFault): void {
    for (const connection of this.#options.connections()) {
      if (fault.effect.type === "reset") {
        if (connection.unfinished.size > 0 && fault.strikes(connection)) this.#cut(fault, connection);
      } else if (fault.effect.type !== "respond") {
        for (const exchange of connection.unfinished) {
          if (fault.strikes(connection)) this.#impair(fault, connection, exchange);
        }
      }
    }
  }

  #impair({ effect, name }: RequestFault, connection: ServedConnection, exchange: Exchange): void {
    const { ledger, clock } = this.#options;
    if (effect.type === "black-hole") {
      ledger.answer("answer-stalled", name, connection, exchange);
      exchange.valve.hold(name, "answer");
    } else if (effect.type === "delay") {
      ledger.answer("answer-delayed", name, connection, exchange);
      exchange.valve.delay(name, effect.delaySeconds, clock);
    }
  }

  #cut(fault: RequestFault, connection: ServedConnection): void {
    const state = connection.reset();
    if (state.repeatable) fault.expectRepetition();
    const persists = fault.effect.type === "reset" && fault.effect.persist;
    this.#options.ledger.cut(fault.name, state, state.unfinished > 0 && (persists || !state.repeatable));
  }

  #end(fault: RequestFault): void {
    for (const { unfinished } of this.#options.connections()) {
      for (const { valve } of unfinished) valve.release(fault.name);
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
