import os from "node:os";
import { measureApiserver, type ApiserverBench } from "./apiserver.ts";
import { measureManyPages } from "./many-pages.ts";
import { measureMemory } from "./memory.ts";
import { compareRendering, type RenderingResult } from "./rendering.ts";

/** `npm run bench`: what pages cost, as ratios to prom-client in the same run, and what the apiserver does. */
const { series, loaded, scraped } = measureMemory(100, 80);
console.log(`\nMemory of 100 virt-handlers with 80 guests each, ${series} series`);
console.log(`  ${loaded.toFixed(0)} bytes/series loaded, ${scraped.toFixed(0)} once scraped`);

for (const wantedSeries of [10_000, 100_000]) print(await compareRendering(wantedSeries));

const inTurn = await measureManyPages(100, 80);
console.log(`\n100 virt-handlers with 80 guests each in one process, scraped in turn`);
console.log(`  kubevirt-metrics-sim, new readings ${inTurn.toFixed(0)} ns/series`);

printApiserver(await measureApiserver());

function print({ series, bytes, measurements }: RenderingResult): void {
  const [cpu] = os.cpus();
  const megabytes = (bytes / 1e6).toFixed(1);
  console.log(`\nOne virt-handler page, ${series} series, ${megabytes} MB`);
  console.log(
    `${os.cpus().length} × ${cpu?.model ?? "unknown CPU"}, Node ${process.version}, load ${loadText()}`,
  );
  for (const { name, nanoseconds } of measurements) {
    const perSeries = (nanoseconds / series).toFixed(0).padStart(7);
    console.log(`  ${name.padEnd(38)}${perSeries} ns/series`);
  }
  for (const what of ["new readings", "text alone"]) {
    const times = ["prom-client", "kubevirt-metrics-sim"].map(
      (who) => measurements.find(({ name }) => name === `${who}, ${what}`)?.nanoseconds ?? NaN,
    );
    const ratio = (times[0] ?? NaN) / (times[1] ?? NaN);
    console.log(`  ${ratio.toFixed(1)} × prom-client (${what})`);
  }
}

function printApiserver({ nodes, creating, listing, watching, ...memory }: ApiserverBench): void {
  const { guests, running } = creating;
  const { watches, made, delivered, slowCutAfter } = watching;
  const perSecond = (delivered / watching.seconds).toFixed(0);
  console.log(`\nThe apiserver of ${nodes} nodes, its clients in another process, load ${loadText()}`);
  console.log(
    `  ${guests} VMIs created in ${creating.seconds.toFixed(1)} s, ` +
      `${running} running after ${creating.runningSeconds.toFixed(1)} s`,
  );
  console.log(
    `  LIST of them: ${listing.firstMillis.toFixed(0)} ms at first, ` +
      `${listing.medianMillis.toFixed(0)} ms later, ${(listing.bytes / 1e6).toFixed(1)} MB`,
  );
  console.log(`  ${watches} watches opened in ${watching.openSeconds.toFixed(1)} s`);
  console.log(
    `  ${perSecond} events/s delivered: ${delivered} of ${made * watches} in ${watching.seconds.toFixed(1)} s`,
  );
  console.log(
    `  a watch that nobody reads: ${slowCutAfter === undefined ? "never cut off" : `cut off after ${slowCutAfter} changes`}`,
  );
  const { emptyBytes, fullBytes } = memory;
  console.log(
    `  RSS of the process, the bench's own before it included: ${megabytes(emptyBytes)} at first, ` +
      `${megabytes(fullBytes)} with VMIs, ${megabytes(watching.residentBytes)} with watches`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function loadText(): string {
  return os
    .loadavg()
    .map((load) => load.toFixed(1))
    .join(" ");
}
