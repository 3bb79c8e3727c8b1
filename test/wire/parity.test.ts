import { expect, test } from "vitest";
import { ask, playOnBothWires, watch, type Rig } from "./rigs.ts";
import { outcome, refusal } from "./support.ts";

/** Plays the script and returns all that the client saw. */
async function play(rig: Rig): Promise<string[]> {
  const seen: string[] = [];
  const { transport, server, listener, reach } = rig;
  const add = async (...requests: Parameters<typeof outcome>[1][]) =>
    seen.push(...(await ask(rig, ...requests)));

  await add("/a");
  await add("/b", "/none", "/throws", "/broken");
  await add({ method: "PATCH", path: "/c", headers: { "x-probe": "1" }, body: Buffer.from("žlutý") });
  await add({ method: "HEAD", path: "/d", headers: {} });

  const first = await watch(rig);
  first.stream.sink?.write("one\n");
  first.stream.sink?.write("two\n");
  await reach("events", () => first.heard.text === "one\ntwo\n");
  const asked = server.asked.length;
  const broken = [outcome(transport, "/silent"), outcome(transport, "/watch")];
  await reach("asked", () => server.asked.length === asked + 2);
  // Comes after the headers of what was asked before it, so that those have come as well.
  await add("/after");
  await rig.apply([refusal("outage", listener)]);
  await reach(
    "the watch broken off",
    () => first.heard.ended !== undefined && first.stream.closed.length > 0,
  );
  seen.push(`watch ${first.heard.ended ?? ""} ${first.stream.closed.join()}`, ...(await Promise.all(broken)));

  await add("/e", "/f");
  await add("/g");
  await rig.apply([refusal("outage", listener), refusal("second", listener, "127.0.0.9:1")]);
  await rig.apply([refusal("second", listener, "127.0.0.9:1")]);
  await add("/h");
  await rig.apply([]);
  await add("/i");

  const second = await watch(rig);
  second.giveUp();
  await reach("told", () => second.stream.closed.length > 0);
  const third = await watch(rig);
  third.stream.sink?.write("last\n");
  third.stream.sink?.end();
  await reach("the end", () => third.heard.ended !== undefined);
  seen.push(`watch ${third.heard.text} ${third.heard.ended ?? ""} ${third.stream.closed.join()}`);

  const fourth = await watch(rig);
  const quick = [[refusal("short", listener)], [], [refusal("shorter", listener)], []];
  await Promise.all(quick.map((faults) => rig.apply(faults)));
  await reach("the watch broken off", () => fourth.heard.ended !== undefined);
  await add("/j");
  const last = await watch(rig);
  transport.close();
  await reach("closed", () => last.heard.ended !== undefined && last.stream.closed.length > 0);
  seen.push(`watch ${last.heard.ended ?? ""} ${last.stream.closed.join()}`);
  await add("/k");
  return seen;
}

test("the same requests and faults have the same outcomes and ledger on the live wire and the virtual one", async () => {
  const { seen, ledger } = await playOnBothWires(play);
  expect(seen).toMatchInlineSnapshot(`
    [
      "200 /a",
      "200 /b",
      "204 ",
      "500 Internal Server Error
    ",
      "reset 200",
      "200 PATCH 1 žlutý",
      "200 ",
      "200 /after",
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
  expect(ledger).toMatchInlineSnapshot(`
    [
      "listener-closed outage",
      "connection-cut outage connection=reused bytesSent=8 noticed=true",
      "request-failed outage connection=reused requests=1 noticed=true",
      "dial-refused outage requests=2 noticed=true",
      "dial-refused outage requests=1 noticed=true",
      "dial-refused second requests=1 noticed=true",
      "listener-opened second",
      "listener-closed short",
      "connection-cut short connection=reused bytesSent=0 noticed=true",
      "listener-opened short",
      "listener-closed shorter",
      "listener-opened shorter",
    ]
  `);
});
