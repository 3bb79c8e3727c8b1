import { expect, onTestFinished } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import { WallClock } from "../../sim/clock/wall.ts";
import type { ActiveFault, LedgerEntry } from "../../sim/faults/fault.ts";
import { formatAddress } from "../../sim/model/addresses.ts";
import type { HttpRequest } from "../../sim/wire/exchange.ts";
import { FaultInterpreter } from "../../sim/wire/fault-interpreter.ts";
import type { Transport } from "../../sim/wire/transport.ts";
import { VirtualWire } from "../../sim/wire/virtual-wire.ts";
import { until } from "../support/until.ts";
import { connect, get, Heard, outcome, startServer, text, watchable } from "./support.ts";

const seed = 1;
const ends = { from: "virt-handler-x", to: "apiserver" };

/** One client and one server, on either wire. */
export interface Rig {
  readonly transport: Transport;
  readonly ledger: LedgerEntry[];
  readonly listener: string;
  readonly server: ReturnType<typeof watchable>;
  readonly apply: (faults: readonly ActiveFault[]) => Promise<void>;
  /** Lets time pass until something has happened. */
  readonly reach: (what: string, condition: () => boolean) => Promise<void>;
}

const brokenStream = {
  open: () => {
    throw new Error("broken on purpose");
  },
  close: () => undefined,
};

function served() {
  const server = watchable();
  const handle = (request: HttpRequest) => {
    if (request.path === "/throws") throw new Error("broken on purpose");
    if (request.path === "/broken") return { status: 200, headers: {}, body: brokenStream };
    if (request.path === "/none") return { status: 204, headers: {}, body: "" };
    if (request.body === undefined) return server.handle(request);
    return text(
      `${request.method} ${request.headers["x-probe"] ?? ""} ${Buffer.from(request.body).toString()}`,
    );
  };
  return { server, handle };
}

async function liveRig(): Promise<Rig> {
  const { server, handle } = served();
  const { gate, address, listener } = await startServer(handle, { log: () => undefined });
  const ledger: LedgerEntry[] = [];
  const report = (entry: LedgerEntry) => ledger.push(entry);
  const clock = new WallClock(Date.now());
  clock.start();
  onTestFinished(() => clock.stop());
  const interpreter = new FaultInterpreter({ clock, report, seed });
  interpreter.add(gate, ends);
  const faultOn = (at: string) => interpreter.faultOn(at);
  const { transport } = connect(address, { report, faultOn });
  const apply = (faults: readonly ActiveFault[]) => interpreter.apply(faults);
  return { transport, ledger, listener, server, apply, reach: until };
}

function virtualRig(listenerAddress: { ip: string; port: number }): Rig {
  const { server, handle } = served();
  const clock = new ManualClock();
  const ledger: LedgerEntry[] = [];
  const report = (entry: LedgerEntry) => ledger.push(entry);
  const wire = new VirtualWire({ clock, seed, report, log: () => undefined });
  const transport = wire.transport({ listener: listenerAddress, ...ends, handle });
  const reach = async (what: string, condition: () => boolean) => {
    for (let steps = 0; steps < 1000 && !condition(); steps++) await clock.advance(clock.now() + 0.1);
    expect(condition(), what).toBe(true);
  };
  const apply = (faults: readonly ActiveFault[]) => {
    wire.apply(faults);
    return Promise.resolve();
  };
  return { transport, ledger, listener: formatAddress(listenerAddress), server, apply, reach };
}

/**
 * Plays a script on the live wire and on the virtual one, wants the same to be seen and noted on both, and
 * returns it: what the script has seen, and the ledger without times.
 */
export async function playOnBothWires(script: (rig: Rig) => Promise<readonly string[]>) {
  const live = await liveRig();
  const [ip = "", port] = live.listener.split(":");
  const virtual = virtualRig({ ip, port: Number(port) });
  const seen = await script(live);
  expect(await script(virtual), "on the virtual wire").toEqual(seen);
  expect(virtual.ledger.map(line), "on the virtual wire").toEqual(live.ledger.map(line));
  expect(live.ledger.every(({ listener, to }) => listener === live.listener && to === "apiserver")).toBe(
    true,
  );
  return { seen, ledger: live.ledger.map(line) };
}

/** Asks all at once; `answers` waits until all have come. */
export function begin({ transport, reach }: Rig, ...requests: (string | HttpRequest)[]) {
  const answers = requests.map((request) => outcome(transport, request));
  let settled = 0;
  for (const answer of answers) void answer.then(() => (settled += 1));
  return {
    answers: async () => {
      await reach(`answers to ${JSON.stringify(requests)}`, () => settled === answers.length);
      return Promise.all(answers);
    },
  };
}

/** Asks all at once; returns the answers when all have come. */
export function ask(rig: Rig, ...requests: (string | HttpRequest)[]): Promise<string[]> {
  return begin(rig, ...requests).answers();
}

/** Opens a watch; returns both its ends once it is granted. */
export async function watch({ transport, server, reach }: Rig, path = "/watch") {
  const heard = new Heard();
  const before = server.streams.length;
  const giveUp = transport.stream(get(path), heard);
  await reach("the watch", () => heard.status === 200 && server.streams.length > before);
  const stream = server.streams[before];
  if (stream === undefined) throw new Error("no stream");
  return { heard, giveUp, stream };
}

/** An entry without its time, on one line. */
function line(entry: LedgerEntry): string {
  const { what, fault, connection, bytesSent, requests, noticed } = entry;
  const rest = Object.entries({ connection, bytesSent, requests, noticed })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`);
  return [what, fault ?? "unexplained", ...rest].join(" ");
}
