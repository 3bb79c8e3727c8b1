import https from "node:https";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { buildApiserver } from "../../sim/apiserver/apiserver.ts";
import { WallClock } from "../../sim/clock/wall.ts";
import { buildComponent } from "../../sim/components/build.ts";
import { buildMetricsServer } from "../../sim/components/server.ts";
import { formatAddress } from "../../sim/model/addresses.ts";
import { bootstrapKubernetes } from "../../sim/store/bootstrap/kubernetes.ts";
import { installKubeVirt } from "../../sim/store/bootstrap/kubevirt.ts";
import { componentUserName } from "../../sim/store/bootstrap/service-accounts.ts";
import { Store } from "../../sim/store/store.ts";
import { Gate } from "../../sim/wire/gate.ts";
import { testCertificates } from "../support/certificates.ts";
import { scrape } from "../support/scrape.ts";
import { until } from "../support/until.ts";
import { connect, failedRequests, startServer } from "../wire/support.ts";
import { sumOf } from "./small-cluster.ts";

/** A virt-handler with sockets at both ends: a real apiserver behind a front listener, and its own listener. */
async function liveHandler() {
  const clock = new WallClock(Date.now());
  clock.start();
  const store = new Store({ clock, seed: 1, startResourceVersion: 1000 });
  const address = (index: number) => ({ ip: `10.0.0.${index}`, port: 8443 });
  const plan = {
    pod: address,
    front: address,
    launcherIp: () => "10.246.0.1",
    nodeIp: () => "192.168.66.101",
  };
  bootstrapKubernetes(store, [{ name: "node01", labels: {}, cpus: 8, memoryBytes: 2 ** 34 }], plan);
  installKubeVirt(store, {
    version: "v1.9",
    monitorNamespace: "monitoring",
    monitorAccount: "prometheus-k8s",
    platform: "kubernetes",
    monitorNamespaceGiven: false,
    metricsPort: 8443,
  });
  const tokens = new Map([["secret", componentUserName("virt-handler")]]);
  const apiserver = buildApiserver({ store, clock, seed: 1, tokens });
  const front = await startServer((request) => apiserver.serve(request));
  const { transport, ledger } = connect(front.address);
  const component = buildComponent({
    container: {
      podUid: "uid",
      podName: "virt-handler-x",
      namespace: "kubevirt",
      component: "virt-handler",
      nodeName: "node01",
      address: front.address,
      front: front.address,
      restartCount: 0,
    },
    seed: 1,
    version: "v1.9",
    clock,
    transport,
    token: "secret",
    apiserverHost: "10.96.0.1:443",
    probed: () => undefined,
    exit: () => undefined,
    log: () => undefined,
  });
  const server = await buildMetricsServer(
    (request) => component.handle(request),
    testCertificates.components["virt-handler"],
  );
  const gate = new Gate({
    address: { ip: "127.0.0.1", port: 0 },
    deliver: (socket) => server.deliver(socket),
  });
  await gate.open();
  onTestFinished(async () => {
    component.kill();
    await gate.close();
    await server.close();
    apiserver.close();
    clock.stop();
  });
  await component.start();
  return { front, gate, component, ledger, target: formatAddress(gate.address), port: gate.address.port };
}

/** The status, encoding and length of one scrape. */
function fetchPage(port: number): Promise<{ status: number; encoding: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = { "accept-encoding": "gzip" };
    const options = {
      host: "127.0.0.1",
      port,
      path: "/metrics",
      rejectUnauthorized: false,
      agent: false,
      headers,
    };
    https
      .get(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("end", () => {
          const encoding = response.headers["content-encoding"] ?? "identity";
          resolve({ status: response.statusCode ?? 0, encoding, body: Buffer.concat(chunks) });
        });
      })
      .once("error", reject);
  });
}

test("over sockets a virt-handler is scraped, compressed if the scraper takes it", async () => {
  const { target, port } = await liveHandler();
  const samples = await scrape(target);
  expect(sumOf(samples, "kubevirt_virt_handler_ready_status")).toBe(1);
  expect(sumOf(samples, "kubevirt_rest_client_requests_total", { code: "200" })).toBeGreaterThan(9);
  const { status, encoding, body } = await fetchPage(port);
  expect([status, encoding]).toEqual([200, "gzip"]);
  expect(gunzipSync(body).toString()).toContain("kubevirt_virt_handler_ready_status 1\n");
});

test("over sockets a scrape too many gets 503, and afterwards there is place again", async () => {
  const { port } = await liveHandler();
  let codes: number[] = [];
  // How far a burst of connections overlaps is up to the kernel, so several are sent.
  await until("a scrape that is turned away", async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => fetchPage(port)));
    codes = answers.map(({ status }) => status);
    return codes.includes(503);
  });
  expect(new Set(codes)).toEqual(new Set([200, 503]));
  expect((await fetchPage(port)).status).toBe(200);
});

test("over sockets every request that a refusing listener ends counts as <error>, and all recovers by itself", async () => {
  const { front, target, ledger } = await liveHandler();
  const errors = async () =>
    sumOf(await scrape(target), "kubevirt_rest_client_requests_total", { code: "<error>" });
  expect(await errors()).toBe(0);
  await front.gate.shut();
  await until("refused requests", async () => (await errors()) >= 9, { seconds: 10 });
  const counted = await errors();
  expect(failedRequests(ledger)).toBeGreaterThanOrEqual(counted);
  await front.gate.release();
  const watches = async () =>
    sumOf(await scrape(target), "kubevirt_rest_client_requests_total", { code: "200", verb: "WATCH" });
  await until("watches resumed", async () => (await watches()) >= 18, { seconds: 15 });
  expect(await errors()).toBe(failedRequests(ledger));
});
