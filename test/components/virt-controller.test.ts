import { expect, test } from "vitest";
import { kindNamed } from "../../sim/store/kinds.ts";
import type { KubeObject } from "../../sim/store/object.ts";
import { leads, leaseOf, replicas } from "./replicas.ts";
import { sumOf } from "./small-cluster.ts";

const eventKind = kindNamed<KubeObject & { reason: string; message: string }>("events");

test("the first replica leads and the second is ready, and waits with KubeVirt's configuration alone", async () => {
  const { cluster, leader, standby } = await replicas();
  expect(await leads(cluster, leader)).toBe(true);
  expect(await leads(cluster, standby)).toBe(false);
  expect(standby.ready).toBe(true);
  expect(leaseOf(cluster)?.spec).toMatchObject({
    holderIdentity: "virt-controller-a",
    leaseDurationSeconds: 15,
    leaseTransitions: 0,
  });
  const watched = (pod: string) =>
    cluster.askedBy(pod, "GET", "watch=true").map(({ path }) => path.split("?")[0]?.split("/").at(-1));
  expect(new Set(watched("virt-controller-b"))).toEqual(new Set(["kubevirts", "customresourcedefinitions"]));
  expect(new Set(watched("virt-controller-a")).size).toBeGreaterThan(25);
  expect(cluster.store.list(eventKind, "kubevirt")).toMatchObject([
    { reason: "LeaderElection", message: "virt-controller-a became leader" },
  ]);
});

test("queues are there on every replica, and only the leader's work", async () => {
  const { cluster, leader, standby } = await replicas();
  const adds = "kubevirt_workqueue_adds_total";
  const waiting = await cluster.scrape(standby);
  expect(waiting.filter(({ name }) => name === adds)).toHaveLength(19);
  expect(sumOf(waiting, adds)).toBe(0);
  const working = await cluster.scrape(leader);
  expect(working.filter(({ name }) => name === adds)).toHaveLength(19);
  expect(sumOf(working, adds, { name: "virt-controller-node" })).toBeGreaterThanOrEqual(2);
  expect(sumOf(working, "kubevirt_workqueue_depth")).toBe(0);
  const worked = sumOf(working, "kubevirt_workqueue_work_duration_seconds_count");
  expect(worked).toBe(sumOf(working, adds));
});
