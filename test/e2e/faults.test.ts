import { expect } from "vitest";
import { program, testWith } from "../support/prometheus.ts";
import { scrape } from "../support/scrape.ts";
import { until } from "../support/until.ts";
import { ledgerOf, unanswered } from "./support/ledger.ts";
import { startScrapedCluster, type ScrapedCluster } from "./support/scraped-cluster.ts";

const prometheus = program("PROMETHEUS", "prometheus");

/** A node for each kind of fault: what it is given, and what Prometheus says of a target behind it. */
const faults = {
  refused: { fault: "connection-refused", more: "", lastError: "connection refused" },
  reset: { fault: "connection-reset", more: "", lastError: "connection reset by peer|EOF" },
  hole: { fault: "black-hole", more: "", lastError: "context deadline exceeded" },
  status: { fault: "http-status", more: ", status: 503", lastError: "HTTP status 503" },
  late: { fault: "latency", more: ", delay: 400ms", lastError: "^$" },
};
type Node = keyof typeof faults;
const nodes = Object.keys(faults) as readonly Node[];

const both = (node: Node) => {
  const { fault, more } = faults[node];
  const event = `at: 12s, for: 15s, fault: ${fault}${more}`;
  return `
  - {name: ${node}-scrapes, ${event}, from: {component: prometheus}, to: {component: virt-handler, node: ${node}}}
  - {name: ${node}-requests, ${event}, from: {component: virt-handler, node: ${node}}, to: {component: apiserver}}`;
};

const scenario = `
apiVersion: kvsim/v1
name: faults
prometheus: {scrapeInterval: 2s}
nodes: [${nodes.map((node) => `{name: ${node}}`).join(", ")}]
virtualMachines: [${nodes.map((node) => `{name: vm-${node}, nodeSelector: {kubernetes.io/hostname: ${node}}}`).join(", ")}]
timeline:${nodes.map(both).join("")}
  # Whoever has open watches need not ask for anything: now it does.
  - name: ask-anew
    at: 13s
    for: 1s
    fault: watch-closed
    from: {component: virt-handler, node: status}
    to: {component: apiserver}
`;

const memory = "kubevirt_vmi_memory_domain_bytes";
const requests = "kubevirt_rest_client_requests_total";

/** The virt-handler of each node. */
async function handlersOf({ kvsim }: ScrapedCluster) {
  const { components } = await kvsim.cluster();
  const found = nodes.map((node) => {
    const handler = components.find(
      (component) => component.node === node && component.kind === "virt-handler",
    );
    if (handler === undefined) throw new Error(`no virt-handler on ${node}`);
    return [node, handler] as const;
  });
  return Object.fromEntries(found) as Record<Node, (typeof found)[number][1]>;
}

testWith({ prometheus })(
  "under each kind of fault targets stay known, are down or late as long as it lasts, and count what the ledger says",
  async () => {
    const cluster = await startScrapedCluster(prometheus ?? "", scenario);
    const { kvsim, server, targets, value } = cluster;
    const handlers = await handlersOf(cluster);
    const known = (await targets()).map(({ pod }) => pod).sort();
    const up = (node: Node) => value(`up{pod="${handlers[node].pod}"}`);
    const down = nodes.filter((node) => node !== "late");
    for (const node of nodes) {
      const { pod } = handlers[node];
      await until(
        `the fault on the way to ${node}`,
        async () => {
          const found = (await targets()).find((target) => target.pod === pod);
          const late = (await value(`scrape_duration_seconds{pod="${pod}"}`)) ?? 0;
          return (
            new RegExp(faults[node].lastError).test(found?.lastError ?? "") &&
            (node !== "late" || late >= 0.4)
          );
        },
        { describe: kvsim.output },
      );
    }
    for (const node of down) {
      expect([node, await up(node), await value(`${memory}{name="vm-${node}"}`)]).toEqual([
        node,
        0,
        undefined,
      ]);
    }
    expect([await up("late"), await value(`count(${memory})`)]).toEqual([1, 1]);
    expect((await targets()).map(({ pod }) => pod).sort()).toEqual(known);

    await until(
      "all targets up again, with their VMs",
      async () => {
        const found = await targets();
        const active = await value("kvsim_active_faults");
        return (
          active === 0 &&
          found.every(({ health }) => health === "up") &&
          (await value(`count(${memory})`)) === 5
        );
      },
      { seconds: 60, describe: server.output },
    );
    expect((await targets()).map(({ pod }) => pod).sort()).toEqual(known);

    const counted = async (node: Node, code: string) =>
      (await scrape(handlers[node].address))
        .filter(({ name, labels }) => name === requests && labels["code"] === code)
        .reduce((sum, sample) => sum + sample.value, 0);
    const noted = async (what: string, end: { from: string } | { to: string }) =>
      (await ledgerOf(kvsim)).filter((entry) => {
        const { from, to } = { from: entry.from, to: entry.to, ...end };
        return entry.what === what && entry.from === from && entry.to === to;
      }).length;
    for (const node of nodes) {
      const { pod } = handlers[node];
      await until(
        `the errors of ${node} as the ledger has them`,
        async () => (await counted(node, "<error>")) === unanswered(await ledgerOf(kvsim), pod),
      );
      const failed = unanswered(await ledgerOf(kvsim), pod) > 0;
      // A black hole ends before a client would have lost its patience, and a status is an answer.
      expect([node, failed]).toEqual([node, node === "refused" || node === "reset"]);
    }
    const { status, late, hole } = handlers;
    await until("503s as the ledger has them", async () => {
      const [seen, replaced] = [
        await counted("status", "503"),
        await noted("answer-replaced", { from: status.pod }),
      ];
      if (replaced === 0 || seen !== replaced)
        throw new Error(`counted ${seen}, the ledger says ${replaced}`);
      return true;
    });
    expect(await noted("answer-delayed", { from: late.pod })).toBeGreaterThan(0);
    expect(await noted("connection-stalled", { from: hole.pod })).toBeGreaterThan(0);
    // Every scrape that was answered with 503 is a sample of `up` that is 0, and there are no others.
    const all = `count_over_time(up{pod="${status.pod}"}[5m]) - sum_over_time(up{pod="${status.pod}"}[5m])`;
    expect(await value(all)).toBe(await noted("answer-replaced", { to: status.pod }));
  },
  150_000,
);
