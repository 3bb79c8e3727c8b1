import { expect, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import { LauncherPolls } from "../../sim/components/launcher-polls.ts";
import { Lifetime } from "../../sim/components/lifetime.ts";
import { appendSegment } from "../../sim/model/domain-life.ts";
import { domain } from "../support/domain.ts";

function polls() {
  const clock = new ManualClock();
  const asked = new LauncherPolls(new Lifetime(clock), () => 0.5);
  /** How long one collection takes. */
  const ask = async (...sampled: string[]) => {
    const began = clock.now();
    let took = NaN;
    void asked.ask(sampled).then(() => (took = clock.now() - began));
    await clock.advance(began + (sampled.length === 0 ? 30 : 1.5));
    return took;
  };
  return { clock, asked, ask };
}

const guest = domain("a");
const hung = appendSegment(guest, 1, { fromSeconds: 0, cause: "hang", factors: { answering: 0 } });

test("a launcher that hangs keeps three collections waiting for ten seconds, and is then passed over", async () => {
  const { asked, ask } = polls();
  asked.see(guest);
  expect(await ask()).toBeLessThan(0.01);
  asked.see(hung);
  for (let scrape = 0; scrape < 3; scrape++) expect(await ask()).toBe(10);
  expect(await ask()).toBeLessThan(0.01);
  asked.see(guest);
  expect(await ask()).toBeLessThan(0.01);
  asked.see(hung);
  expect(await ask()).toBe(10);
});

test.each([
  ["answers", (asked: LauncherPolls) => asked.see(guest)],
  ["is gone", (asked: LauncherPolls) => asked.forget(guest.uid)],
])("nobody waits any longer once it %s", async (_, ends) => {
  const { clock, asked } = polls();
  asked.see(hung);
  let done = NaN;
  void asked.ask([]).then(() => (done = clock.now()));
  await clock.advance(4);
  expect(done).toBeNaN();
  ends(asked);
  await clock.advance(5);
  expect(done).toBe(4);
});

test("measuring dirty rates takes a second, however many there are, and is not done again for three", async () => {
  const { clock, ask } = polls();
  const first = await ask("a", "b");
  expect(first).toBeGreaterThan(1);
  expect(first).toBeLessThan(1.1);
  expect(await ask("a", "b")).toBeLessThan(0.1);
  expect(await ask("a", "c")).toBeGreaterThan(1);
  await clock.advance(clock.now() + 3);
  expect(await ask("a", "b")).toBeGreaterThan(1);
});

test("who asks while dirty rates are being measured gets them with who asked first", async () => {
  const { clock, asked } = polls();
  const done: number[] = [];
  void asked.ask(["a"]).then(() => done.push(clock.now()));
  await clock.advance(0.5);
  void asked.ask(["a"]).then(() => done.push(clock.now()));
  await clock.advance(1.1);
  expect(done).toHaveLength(2);
});
