import { expect } from "vitest";
import { program, testWith } from "../support/prometheus.ts";
import { until } from "../support/until.ts";
import { startScrapedCluster } from "./support/scraped-cluster.ts";

const prometheus = program("PROMETHEUS", "prometheus");

/**
 * First the virt-handlers are upgraded, then at one time a node joins, another one is lost, and a VM migrates. What becomes
 * of a lost node in the end takes minutes: see test/long.
 */
const life = `
apiVersion: kvsim/v1
name: life
kubevirt: {version: legacy}
prometheus: {scrapeInterval: 2s}
nodes:
  - {name: a, replicas: 2, labels: {pool: a}}
  - {name: doomed, labels: {pool: doomed}}
virtualMachines:
  - {name: mover, nodeSelector: {pool: a}, memory: {guest: 12Gi}}
  - {name: lost, nodeSelector: {pool: doomed}}
timeline:
  - {name: upgrade, at: 12s, rollout: {component: virt-handler, version: v1.9}}
  - {name: join, at: upgrade+26s, addNode: {name: late}}
  - {name: cut, at: upgrade+26s, removeNode: {node: doomed}}
  - {name: move, at: upgrade+26s, migrate: {vm: default/mover}}
`;

const memory = "kubevirt_vmi_memory_resident_bytes";

testWith({ prometheus })(
  "Prometheus follows virt-handlers that are upgraded one by one, nodes that join and are lost, and a VM that migrates",
  async () => {
    const { kvsim, server, targets, value } = await startScrapedCluster(prometheus ?? "", life);
    const handlers = async () =>
      (await kvsim.cluster()).components.filter(({ kind }) => kind === "virt-handler");
    const nodesOf = async (series: string) =>
      (await server.query(series)).map(({ labels }) => labels["node"]).toSorted();
    const before = await handlers();
    const waits = { seconds: 90, describe: kvsim.output };
    expect(await value(`count(${memory}{domain!=""})`)).toBe(2);
    await until(
      "three other virt-handlers up, and none of the old",
      async () => {
        const found = (await targets()).filter(
          ({ pod, health }) => pod.startsWith("virt-handler") && health === "up",
        );
        return found.length === 3 && found.every(({ pod }) => before.every((old) => old.pod !== pod));
      },
      waits,
    );
    const upgraded = await handlers();
    expect(upgraded.map(({ address }) => address)).not.toEqual(expect.arrayContaining([before[0]?.address]));
    await until(
      "both VMs by the new labels",
      async () => (await value(`count(${memory}{domain=""})`)) === 2,
      waits,
    );
    // Stale at once: the last samples with the old label are younger than the five minutes that Prometheus looks back.
    expect(await value(`count(${memory}{domain!=""})`)).toBeUndefined();
    expect(await value(`count(count_over_time(${memory}{domain!=""}[2m]))`)).toBe(2);

    const [source] = await nodesOf(`${memory}{name="mover"}`);
    const doomed = upgraded.find(({ node }) => node === "doomed")?.pod ?? "";
    await until(
      "a target on the node that joins",
      async () => {
        const late = (await handlers()).find(({ node }) => node === "late");
        return (await targets()).some(({ pod, health }) => pod === late?.pod && health === "up");
      },
      waits,
    );
    await until(
      "the lost node's target down and still known, its VM's series stale",
      async () =>
        (await value(`up{pod="${doomed}"}`)) === 0 && (await value(`${memory}{name="lost"}`)) === undefined,
      waits,
    );
    const target = source === "a-0" ? "a-1" : "a-0";
    await until(
      "the VM on the other node alone",
      async () => (await nodesOf(`${memory}{name="mover"}`)).join() === target,
      waits,
    );
    // Both sides were there, one after the other, and the source told how the migration went.
    expect(await nodesOf(`count by (node) (count_over_time(${memory}{name="mover",domain=""}[2m]))`)).toEqual(
      ["a-0", "a-1"],
    );
    expect(
      await nodesOf(
        'count by (node) (count_over_time(kubevirt_vmi_migration_data_remaining_bytes{name="mover"}[2m]))',
      ),
    ).toEqual([source]);
  },
  150_000,
);
