import { expect } from "vitest";
import { startScrapedCluster } from "../e2e/support/scraped-cluster.ts";
import { program, testWith } from "../support/prometheus.ts";
import { until } from "../support/until.ts";

const prometheus = program("PROMETHEUS", "prometheus");

const nodeLoss = `
apiVersion: kvsim/v1
name: node-loss
prometheus: {scrapeInterval: 2s}
nodes: 3
virtualMachines: 3
timeline:
  - {name: cut, at: 20s, removeNode: {node: node03}}
`;
/** Seen: under two minutes until the Node is gone and its pods are collected. */
const goneSeconds = 180;

testWith({ prometheus })(
  "a node that is lost for good takes its targets with it in the end, and what ran there is scraped elsewhere",
  async () => {
    const { kvsim, server, targets, value } = await startScrapedCluster(prometheus ?? "", nodeLoss);
    const before = (await kvsim.cluster()).components.filter(({ node }) => node === "node03");
    const onLostNode = async () =>
      (await targets()).filter(({ pod }) => before.some((old) => old.pod === pod));
    expect(await onLostNode()).toHaveLength(before.length);
    const lost = before.map(({ pod }) => pod).join("|");
    await until("its targets down", async () => (await value(`sum(up{pod=~"${lost}"})`)) === 0);
    expect(await onLostNode()).toHaveLength(before.length);
    const waits = { seconds: goneSeconds, describe: () => `${kvsim.output()}\n${server.output()}` };
    await until("its targets gone", async () => (await onLostNode()).length === 0, waits);
    await until("nothing said of them", async () => (await value(`count(up{pod=~"${lost}"})`)) === undefined);
    await until(
      "all else up",
      async () => {
        const wanted = (await kvsim.cluster()).components.length;
        const found = await targets();
        return found.length === wanted && found.every(({ health }) => health === "up");
      },
      waits,
    );
    await until(
      "every VM reported by another node",
      async () => (await value('count(kubevirt_vmi_memory_domain_bytes{node!="node03"})')) === 3,
      waits,
    );
  },
  300_000,
);
