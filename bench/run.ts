import os from "node:os";
import { compareRendering, type RenderingResult } from "./rendering.ts";

/** `npm run bench`: how fast pages are rendered, as ratios to prom-client in the same run. */
for (const series of [10_000, 100_000]) print(await compareRendering(series));

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
