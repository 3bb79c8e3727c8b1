import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startReadyKvsim, type ClusterFile, type KvsimUnderTest } from "../support/kvsim.ts";
import { ownMetrics } from "../support/own-metrics.ts";
import { scrape, scrapeText } from "../support/scrape.ts";
import { until } from "../support/until.ts";
import { scrapeSteadily } from "./support/steady-scraper.ts";

const fleet = `
apiVersion: kvsim/v1
name: shared-processes
nodes: 18
virtualMachines: 18
`;

type Component = ClusterFile["components"][number];

async function handlers(kvsim: KvsimUnderTest): Promise<Component[]> {
  const { components } = await kvsim.cluster();
  return components.filter(({ kind }) => kind === "virt-handler");
}

function on(components: readonly Component[], node: string): Component {
  const found = components.find((component) => component.node === node);
  if (found === undefined) throw new Error(`no virt-handler on ${node}`);
  return found;
}

async function startedAt({ address }: Component): Promise<number> {
  const found = (await scrape(address)).find(({ name }) => name === "process_start_time_seconds");
  return found?.value ?? NaN;
}

/** By pod; asked side by side, for each scrape takes the second that measuring dirty rates does. */
async function startsOf(components: readonly Component[]): Promise<ReadonlyMap<string, number>> {
  const starts = components.map(async (one): Promise<[string, number]> => [one.pod, await startedAt(one)]);
  return new Map(await Promise.all(starts));
}

async function answers({ address }: Component): Promise<boolean> {
  return scrapeText(address).then(
    ({ status }) => status === 200,
    () => false,
  );
}

/** The pods that have said a line of their log more than once. */
async function saidTwice({ directory }: KvsimUnderTest, message: RegExp): Promise<string[]> {
  const text = await readFile(join(directory, "pods.ndjson"), "utf8");
  const pods = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { pod: string; message: string })
    .filter((line) => message.test(line.message))
    .map(({ pod }) => pod);
  return pods.filter((pod, index) => pods.indexOf(pod) !== index);
}

test("what strikes one virt-handler of a shared process, its neighbours never notice", async () => {
  const kvsim = await startReadyKvsim(`${fleet}
timeline:
  - {at: 10s, crash: {component: virt-handler, node: node03}}
  - {name: refused, at: 18s, for: 6s, fault: connection-refused, to: {component: virt-handler, node: node05}}
`);
  const before = await handlers(kvsim);
  const crashing = on(before, "node03");
  const refusing = on(before, "node05");
  const pids = new Set(before.map(({ pid }) => pid));
  expect(pids.size).toBeLessThan(5);
  const neighbours = before.filter(
    ({ pid, pod }) => pid === crashing.pid && pod !== crashing.pod && pod !== refusing.pod,
  );
  expect(neighbours).not.toEqual([]);
  const starts = await startsOf(before);
  const scrapers = neighbours.slice(0, 3).map(({ address }) => scrapeSteadily(address));
  const struck = scrapeSteadily(crashing.address);

  await until("the crashed one away", async () => !(await answers(crashing)));
  await until("the crashed one back", async () => answers(crashing));
  await until("the other one refusing", async () => !(await answers(refusing)));
  await until("the other one back", async () => answers(refusing));

  expect(struck.troubles).not.toEqual([]);
  for (const { troubles, scrapes } of scrapers) {
    expect(troubles).toEqual([]);
    expect(scrapes()).toBeGreaterThan(10);
  }
  const after = await handlers(kvsim);
  const startsNow = await startsOf(after);
  for (const component of after) {
    const start = startsNow.get(component.pod);
    if (component.pod === crashing.pod) expect(start).toBeGreaterThan(starts.get(component.pod) ?? NaN);
    else expect([component.pod, start]).toEqual([component.pod, starts.get(component.pod)]);
  }
  expect(await saidTwice(kvsim, /begins on/)).toEqual([crashing.pod]);
}, 90_000);

test("a shared process killed from outside takes its virt-handlers with it, and all come back", async () => {
  const kvsim = await startReadyKvsim(fleet);
  const before = await handlers(kvsim);
  const pid = before[0]?.pid ?? 0;
  const lost = before.filter((component) => component.pid === pid);
  const others = before.filter((component) => component.pid !== pid);
  const starts = await startsOf(before);
  const scrapers = others.slice(0, 3).map(({ address }) => scrapeSteadily(address));

  process.kill(pid, "SIGKILL");

  await until("all of them restarted", async () => {
    const now = await handlers(kvsim);
    expect(now.map(({ pod }) => pod)).toEqual(before.map(({ pod }) => pod));
    expect(now.map((component) => component.pid)).not.toContain(pid);
    return (await Promise.all(lost.map(answers))).every(Boolean);
  });
  for (const component of lost)
    expect(await startedAt(component)).toBeGreaterThan(starts.get(component.pod) ?? NaN);
  for (const { troubles } of scrapers) expect(troubles).toEqual([]);
  const { control } = await kvsim.cluster();
  const own = await ownMetrics(control.url);
  expect(own['kvsim_component_restarts_total{component="virt-handler"}']).toBe(lost.length);
}, 90_000);
