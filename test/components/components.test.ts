import { expect, test } from "vitest";
import { componentKinds, kubeVirtVersions } from "../../sim/model/components.ts";
import { SmallCluster, sumOf } from "./small-cluster.ts";

const everyComponentOfEveryVersion = kubeVirtVersions.flatMap((version) =>
  componentKinds.map((kind) => [version, kind] as const),
);

test.each(everyComponentOfEveryVersion)(
  "%s %s is ready within a second, and refused nothing",
  async (version, kind) => {
    const cluster = new SmallCluster({ version });
    const tested = cluster.start(kind, "pod-a");
    await cluster.clock.advance(1);
    expect(tested.ready).toBe(true);
    await cluster.clock.advance(1200);
    expect(cluster.asked.filter(({ status }) => status >= 400 && status !== 404)).toEqual([]);
    // A Lease that is not there yet is all that is asked for in vain.
    expect(cluster.asked.filter(({ status }) => status === 404).map(({ path }) => path)).toEqual(
      kind === "virt-controller" || kind === "virt-operator"
        ? [`/apis/coordination.k8s.io/v1/namespaces/kubevirt/leases/${kind}`]
        : [],
    );
    expect(tested.logged).toEqual([]);
    expect(tested.exit).toBeUndefined();
  },
);

test.each(componentKinds)("%s counts every request by what the apiserver answered", async (kind) => {
  const cluster = new SmallCluster();
  const tested = cluster.start(kind, "pod-a");
  await cluster.clock.advance(900);
  const samples = await cluster.scrape(tested);
  const counted = (labels: Record<string, string>) =>
    sumOf(samples, "kubevirt_rest_client_requests_total", labels);
  expect(counted({})).toBe(cluster.asked.length);
  for (const status of new Set(cluster.asked.map((asked) => asked.status))) {
    const answered = cluster.asked.filter((asked) => asked.status === status);
    expect(counted({ code: String(status) }), String(status)).toBe(answered.length);
  }
  const watches = cluster.asked.filter(({ path }) => path.includes("watch=true"));
  expect(counted({ verb: "WATCH" })).toBe(watches.length);
  expect(counted({ host: "10.96.0.1:443" })).toBe(cluster.asked.length);
});

test.each(componentKinds)("%s counts as <error> what the ledger says had no response", async (kind) => {
  const cluster = new SmallCluster();
  const tested = cluster.start(kind, "pod-a");
  await cluster.clock.advance(30);
  cluster.refuse("pod-a");
  // Short enough that no leader gives up.
  await cluster.clock.advance(37);
  cluster.refuse();
  await cluster.clock.advance(120);
  const samples = await cluster.scrape(tested);
  const failed = cluster.ledger
    .filter(({ what, from }) => (what === "dial-refused" || what === "request-failed") && from === "pod-a")
    .reduce((sum, { requests = 0 }) => sum + requests, 0);
  expect(failed).toBeGreaterThan(0);
  expect(sumOf(samples, "kubevirt_rest_client_requests_total", { code: "<error>" })).toBe(failed);
  expect(tested.exit).toBeUndefined();
});

test.each(componentKinds)("%s that is killed asks for nothing more", async (kind) => {
  const cluster = new SmallCluster();
  const tested = cluster.start(kind, "pod-a");
  await cluster.clock.advance(30);
  const before = cluster.asked.length;
  tested.component.kill();
  await cluster.clock.advance(1000);
  expect(cluster.asked).toHaveLength(before);
});

test.each(componentKinds)("%s shows its ready status once it is ready", async (kind) => {
  const cluster = new SmallCluster();
  cluster.refuse("10.245.0.2:6443");
  const tested = cluster.start(kind, "pod-a");
  const name = `kubevirt_${kind.replace("-", "_")}_ready_status`;
  expect(sumOf(await cluster.scrape(tested), name)).toBe(0);
  expect(tested.ready).toBe(false);
  cluster.refuse();
  await cluster.clock.advance(60);
  expect(sumOf(await cluster.scrape(tested), name)).toBe(1);
});

test.each(componentKinds)("%s answers only what it serves, and only GET", async (kind) => {
  const cluster = new SmallCluster();
  const { component } = cluster.start(kind, "pod-a");
  const unknown = await component.handle({ method: "GET", path: "/nothing", headers: {} });
  expect(unknown.status).toBe(404);
  expect(unknown.body).toContain("/metrics");
  const posted = await component.handle({ method: "POST", path: "/metrics", headers: {} });
  expect(posted.status).toBe(405);
  expect(posted.headers["allow"]).toBe("GET");
});

test("two runs with one seed make the same requests at the same times", async () => {
  const run = async () => {
    const cluster = new SmallCluster({ seed: 7 });
    for (const kind of componentKinds) cluster.start(kind, `${kind}-a`);
    await cluster.clock.advance(700);
    return cluster.asked;
  };
  expect(await run()).toEqual(await run());
});
