import { expect, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import { ApiserverHealth } from "../../sim/components/health.ts";
import { outcomeOf, scriptedClient, type Script } from "./scripted-transport.ts";

test("the apiserver is asked once, and again only after something has failed", async () => {
  const clock = new ManualClock();
  let script: Script = { status: 200, body: { major: "1" } };
  const { client, transport } = scriptedClient(clock, () => script);
  const health = new ApiserverHealth(client);
  const check = async () => {
    const outcome = outcomeOf(health.check());
    await clock.advance(clock.now() + 1);
    return outcome.value;
  };
  expect(await check()).toMatchObject({ status: 200 });
  expect(await check()).toMatchObject({ status: 200 });
  expect(transport.requests).toHaveLength(1);
  script = { error: "refused" };
  // A watch that is merely refused is no reason to ask.
  expect(await check()).toMatchObject({ status: 200 });
  health.forget();
  const failed = await check();
  expect(failed).toMatchObject({ status: 500 });
  expect(failed?.body).toContain("failed");
  expect(await check()).toMatchObject({ status: 500 });
  expect(transport.requests).toHaveLength(3);
});

test("kubelet's probes begin after the initial delay, and come once a period", async () => {
  const clock = new ManualClock();
  const { client, lifetime, transport } = scriptedClient(clock, () => ({ status: 500 }));
  void new ApiserverHealth(client).runProbes(lifetime, {
    initialDelaySeconds: 15,
    periodSeconds: 20,
    timeoutSeconds: 10,
  });
  await clock.advance(80);
  [15, 35, 55, 75].forEach((t, index) => expect(transport.requests[index]?.t).toBeCloseTo(t, 0));
  expect(transport.requests).toHaveLength(4);
});
