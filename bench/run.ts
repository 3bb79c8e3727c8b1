import os from "node:os";
import { measureManyPages } from "./many-pages.ts";
import { measureMemory } from "./memory.ts";
import { compareRendering, type RenderingResult } from "./rendering.ts";

/** `npm run bench`: what pages cost, as ratios to prom-client in the same run. */
const { series, loaded, scraped } = measureMemory(100, 80);
console.log(`\nMemory of 100 virt-handlers with 80 guests each, ${series} series`);
console.log(`  ${loaded.toFixed(0)} bytes/series loaded, ${scraped.toFixed(0)} once scraped`);

for (const wantedSeries of [10_000, 100_000]) print(await compareRendering(wantedSeries));

const inTurn = await measureManyPages(100, 80);
console.log(`\n100 virt-handlers with 80 guests each in one process, scraped in turn`);
console.log(`  kubevirt-metrics-sim, new readings ${inTurn.toFixed(0)} ns/series`);

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

function loadText(): string {
  return os
    .loadavg()
    .map((load) => load.toFixed(1))
    .join(" ");
}
