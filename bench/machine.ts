import os from "node:os";

/** Where figures come from: without it they say nothing. */
export function machineText(): string {
  const cpus = os.cpus();
  const gigabytes = (os.totalmem() / 2 ** 30).toFixed(0);
  return (
    `${cpus.length} × ${cpus[0]?.model.trim() ?? "unknown CPU"}, ${gigabytes} GiB, ` +
    `${os.type()} ${os.release()}, Node ${process.version}`
  );
}

/** Running and waiting processes over the last 1, 5 and 15 minutes: figures of a busy machine are too high. */
export function loadText(): string {
  return os
    .loadavg()
    .map((load) => load.toFixed(2))
    .join(" ");
}
