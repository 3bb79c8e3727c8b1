import { expect, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import { WallClock } from "../../sim/clock/wall.ts";
import type { ActiveFault, LedgerEntry } from "../../sim/faults/fault.ts";
import { formatAddress } from "../../sim/model/addresses.ts";
import type { HttpRequest } from "../../sim/wire/exchange.ts";
import { FaultInterpreter } from "../../sim/wire/fault-interpreter.ts";
import type { Transport } from "../../sim/wire/transport.ts";
import { VirtualWire } from "../../sim/wire/virtual-wire.ts";
import { until } from "../support/until.ts";
import { connect, get, Heard, outcome, refusal, startServer, text, watchable } from "./support.ts";

const ends = { from: "virt-handler-x", to: "apiserver" };

/** One client and one server, on either wire. */
interface Rig {
  readonly transport: Transport;
  readonly ledger: LedgerEntry[];
  readonly listener: string;
  readonly server: ReturnType<typeof watchable>;
  readonly apply: (faults: readonly ActiveFault[]) => Promise<void>;
  /** Lets time pass until something has happened. */
  readonly reach: (what: string, condition: () => boolean) => Promise<void>;
}

function served() {
  const server = watchable();
  const handle = (request: HttpRequest) => {
    if (request.path === "/throws") throw new Error("broken on purpose");
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
  const interpreter = new FaultInterpreter({ clock: new WallClock(Date.now()), report });
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
  const wire = new VirtualWire({ clock, seed: 1, report, log: () => undefined });
  const transport = wire.transport({ listener: listenerAddress, ...ends, handle });
  const reach = async (what: string, condition: () => boolean) => {
    await clock.advance(clock.now() + 1);
    expect(condition(), what).toBe(true);
  };
  const apply = (faults: readonly ActiveFault[]) => {
    wire.apply(faults);
    return Promise.resolve();
  };
  return { transport, ledger, listener: formatAddress(listenerAddress), server, apply, reach };
}

/** Plays the script and returns all that the client saw. */
async function play(rig: Rig): Promise<string[]> {
  const seen: string[] = [];
  const { transport, server, listener, reach } = rig;
  async function ask(...requests: HttpRequest[]): Promise<void> {
    const answers = requests.map((request) => outcome(transport, request));
    let settled = 0;
    for (const answer of answers) void answer.then(() => (settled += 1));
    await reach(`answers to ${JSON.stringify(requests)}`, () => settled === answers.length);
    for (const answer of answers) seen.push(await answer);
  }
  async function watch() {
    const heard = new Heard();
    const before = server.streams.length;
    const giveUp = transport.stream(get("/watch"), heard);
    await reach("the watch", () => heard.status === 200 && server.streams.length > before);
    const stream = server.streams[before];
    if (stream === undefined) throw new Error("no stream");
    return { heard, giveUp, stream };
  }

  await ask(get("/a"));
  await ask(get("/b"), get("/none"), get("/throws"));
  await ask({ method: "PATCH", path: "/c", headers: { "x-probe": "1" }, body: Buffer.from("žlutý") });
  await ask({ method: "HEAD", path: "/d", headers: {} });

  const first = await watch();
  first.stream.sink?.write("one\n");
  first.stream.sink?.write("two\n");
  await reach("events", () => first.heard.text === "one\ntwo\n");
  const asked = server.asked.length;
  const broken = [outcome(transport, get("/silent")), outcome(transport, get("/watch"))];
  await reach("asked", () => server.asked.length === asked + 2);
  await rig.apply([refusal("outage", listener)]);
  await reach(
    "the watch broken off",
    () => first.heard.ended !== undefined && first.stream.closed.length > 0,
  );
  seen.push(`watch ${first.heard.ended ?? ""} ${first.stream.closed.join()}`, ...(await Promise.all(broken)));

  await ask(get("/e"), get("/f"));
  await ask(get("/g"));
  await rig.apply([refusal("outage", listener), refusal("second", listener, "127.0.0.9:1")]);
  await rig.apply([refusal("second", listener, "127.0.0.9:1")]);
  await ask(get("/h"));
  await rig.apply([]);
  await ask(get("/i"));

  const second = await watch();
  second.giveUp();
  await reach("told", () => second.stream.closed.length > 0);
  const third = await watch();
  third.stream.sink?.write("last\n");
  third.stream.sink?.end();
  await reach("the end", () => third.heard.ended !== undefined);
  seen.push(`watch ${third.heard.text} ${third.heard.ended ?? ""} ${third.stream.closed.join()}`);

  const fourth = await watch();
  const quick = [[refusal("short", listener)], [], [refusal("shorter", listener)], []];
  await Promise.all(quick.map((faults) => rig.apply(faults)));
  await reach("the watch broken off", () => fourth.heard.ended !== undefined);
  await ask(get("/j"));
  const last = await watch();
  transport.close();
  await reach("closed", () => last.heard.ended !== undefined && last.stream.closed.length > 0);
  seen.push(`watch ${last.heard.ended ?? ""} ${last.stream.closed.join()}`);
  await ask(get("/k"));
  return seen;
}

/** An entry without its time, on one line. */
function line(entry: LedgerEntry): string {
  const { what, fault, from, to, connection, bytesSent, requests, noticed } = entry;
  const rest = Object.entries({ connection, bytesSent, requests, noticed })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`);
  return [what, fault, `${from ?? ""}>${to}`, ...rest].join(" ");
}

test("the same requests and faults have the same outcomes and ledger on the live wire and the virtual one", async () => {
  const live = await liveRig();
  const [ip = "", port] = live.listener.split(":");
  const virtual = virtualRig({ ip, port: Number(port) });
  const seen = await play(live);
  expect(await play(virtual)).toEqual(seen);
  expect(virtual.ledger.map(line)).toEqual(live.ledger.map(line));
  expect(live.ledger.every(({ listener }) => listener === live.listener)).toBe(true);
  expect(seen).toMatchInlineSnapshot(`
    [
      "200 /a",
      "200 /b",
      "204 ",
      "500 Internal Server Error
    ",
      "200 PATCH 1 žlutý",
      "200 ",
      "watch reset client gone",
      "reset",
      "reset 200",
      "refused",
      "refused",
      "refused",
      "refused",
      "200 /i",
      "watch last
     complete ",
      "200 /j",
      "watch closed client gone",
      "closed",
    ]
  `);
  expect(live.ledger.map(line)).toMatchInlineSnapshot(`
    [
      "listener-closed outage virt-handler-x>apiserver",
      "connection-cut outage virt-handler-x>apiserver connection=reused bytesSent=8 noticed=true",
      "request-failed outage virt-handler-x>apiserver connection=reused requests=1 noticed=true",
      "dial-refused outage virt-handler-x>apiserver requests=2 noticed=true",
      "dial-refused outage virt-handler-x>apiserver requests=1 noticed=true",
      "dial-refused second virt-handler-x>apiserver requests=1 noticed=true",
      "listener-opened second virt-handler-x>apiserver",
      "listener-closed short virt-handler-x>apiserver",
      "connection-cut short virt-handler-x>apiserver connection=reused bytesSent=0 noticed=true",
      "listener-opened short virt-handler-x>apiserver",
      "listener-closed shorter virt-handler-x>apiserver",
      "listener-opened shorter virt-handler-x>apiserver",
    ]
  `);
});
