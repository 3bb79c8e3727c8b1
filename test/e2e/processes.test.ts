import net from "node:net";
import { expect, test } from "vitest";
import { alive } from "../support/alive.ts";
import { startReadyKvsim, type ClusterFile } from "../support/kvsim.ts";
import { ownMetrics } from "../support/own-metrics.ts";
import { scrape, scrapeText } from "../support/scrape.ts";
import { until } from "../support/until.ts";

const small = "apiVersion: kvsim/v1\nname: small\nnodes: 2\nvirtualMachines: 2\n";

/** Whether a connection to `ip:port` is refused. */
async function refused(address: string): Promise<boolean> {
  const [host = "", port = ""] = address.split(":");
  return new Promise((resolve) => {
    const socket = net.connect({ host, port: Number(port) });
    socket.once("connect", () => {
      socket.destroy();
      resolve(false);
    });
    socket.once("error", () => resolve(true));
  });
}

/** Every process gone and every port free, within the two seconds that are promised. */
async function nothingLeft({ apiserver, control, components }: ClusterFile): Promise<void> {
  const hosts = [apiserver, control].map(({ url }) => new URL(url).host);
  const left = async () => {
    const ports = [...hosts, ...components.map(({ address }) => address)];
    const listening = await Promise.all(ports.map(async (port) => ((await refused(port)) ? [] : [port])));
    const pids = [apiserver.pid, ...components.map(({ pid }) => pid)];
    return [...listening.flat(), ...pids.filter(alive)];
  };
  await until("no process and no port left", async () => (await left()).length === 0, { seconds: 2 });
}

/** The value of the one series with this name and, if given, this VMI. */
function valueOf(samples: Awaited<ReturnType<typeof scrape>>, name: string, vmi?: string): number {
  const found = samples.filter(
    (sample) => sample.name === name && (vmi === undefined || sample.labels["name"] === vmi),
  );
  expect(found).toHaveLength(1);
  return found[0]?.value ?? NaN;
}

test("a virt-handler killed from outside comes back in its pod; its own counters begin anew, its VMIs' do not", async () => {
  const kvsim = await startReadyKvsim(small);
  const before = await kvsim.cluster();
  const victim = before.components.find(({ kind }) => kind === "virt-handler");
  const other = before.components.find(({ kind, pod }) => kind === "virt-handler" && pod !== victim?.pod);
  if (victim === undefined || other === undefined) throw new Error("quickstart has no two virt-handlers");
  const old = await scrape(victim.address);
  const vmi = old.find(({ name }) => name === "kubevirt_vmi_cpu_usage_seconds_total")?.labels["name"] ?? "";
  process.kill(victim.pid, "SIGKILL");
  await until("the target down", async () => refused(victim.address));
  expect((await scrapeText(other.address)).status).toBe(200);
  await until("the target back, with its VMI", async () =>
    (await scrape(victim.address)).some(
      ({ name, labels }) => name === "kubevirt_vmi_cpu_usage_seconds_total" && labels["name"] === vmi,
    ),
  );
  const now = await scrape(victim.address);
  expect(valueOf(now, "process_start_time_seconds")).toBeGreaterThan(
    valueOf(old, "process_start_time_seconds"),
  );
  expect(valueOf(now, "kubevirt_vmi_cpu_usage_seconds_total", vmi)).toBeGreaterThanOrEqual(
    valueOf(old, "kubevirt_vmi_cpu_usage_seconds_total", vmi),
  );
  const scrapesCounted = now.find(
    ({ name, labels }) => name === "promhttp_metric_handler_requests_total" && labels["code"] === "200",
  );
  expect(scrapesCounted?.value).toBeLessThan(20);
  await until("cluster.json names the new process", async () => {
    const { components } = await kvsim.cluster();
    const pid = components.find(({ pod }) => pod === victim.pod)?.pid;
    return pid !== undefined && pid !== victim.pid && alive(pid);
  });
  const own = await ownMetrics(before.control.url);
  expect(own['kvsim_component_restarts_total{component="virt-handler"}']).toBe(1);
  expect(own['kvsim_component_restarts_total{component="virt-api"}']).toBe(0);
});

test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("%s leaves no process and no port", async (signal) => {
  const kvsim = await startReadyKvsim(small);
  const cluster = await kvsim.cluster();
  kvsim.child.kill(signal);
  const code = await kvsim.exited;
  if (signal !== "SIGKILL") expect([code, kvsim.output()]).toEqual([0, kvsim.output()]);
  await nothingLeft(cluster);
});
