import { expect, test } from "vitest";
import { leaseKind } from "../../sim/store/objects/lease.ts";
import { leads, leaseOf, replicas } from "./replicas.ts";

test("the leader renews about every 2 s without reading, the standby polls every 2 s to 4.4 s", async () => {
  const { cluster } = await replicas();
  await cluster.clock.advance(300);
  const gaps = (pod: string, method: string) => {
    const times = cluster.askedBy(pod, method, "/leases/").map(({ t }) => t);
    return times.slice(1).map((t, index) => t - (times[index] ?? 0));
  };
  for (const gap of gaps("virt-controller-a", "PUT")) {
    expect(gap).toBeGreaterThanOrEqual(2);
    expect(gap).toBeLessThan(2.1);
  }
  // The one GET is how it found out that there was no Lease.
  expect(cluster.askedBy("virt-controller-a", "GET", "/leases/")).toHaveLength(1);
  const polls = gaps("virt-controller-b", "GET");
  expect(polls.length).toBeGreaterThan(60);
  expect(Math.min(...polls)).toBeGreaterThanOrEqual(2);
  expect(Math.max(...polls)).toBeLessThan(4.5);
  expect(cluster.askedBy("virt-controller-b", "PUT", "/leases/")).toEqual([]);
});

test("a standby takes over once the lease has not been renewed for 15 s, by its own clock", async () => {
  const { cluster, leader, standby } = await replicas();
  leader.component.kill();
  const killedAt = cluster.clock.now();
  await cluster.clock.advance(killedAt + 12);
  expect(leaseOf(cluster)?.spec.holderIdentity).toBe("virt-controller-a");
  await cluster.clock.advance(killedAt + 22);
  expect(leaseOf(cluster)?.spec).toMatchObject({ holderIdentity: "virt-controller-b", leaseTransitions: 1 });
  expect(await leads(cluster, standby)).toBe(true);
});

test("a container that is restarted in its pod within the lease goes on leading", async () => {
  const { cluster, leader } = await replicas();
  leader.component.kill();
  await cluster.clock.advance(cluster.clock.now() + 5);
  const restarted = cluster.start("virt-controller", "virt-controller-a", { restartCount: 1 });
  await cluster.clock.advance(cluster.clock.now() + 5);
  expect(await leads(cluster, restarted)).toBe(true);
  expect(leaseOf(cluster)?.spec).toMatchObject({ holderIdentity: "virt-controller-a", leaseTransitions: 0 });
});

test("a component that loses its lease exits with code 1, 10 s after the first renewal that failed", async () => {
  const { cluster, leader, standby } = await replicas();
  const cutAt = cluster.clock.now();
  cluster.refuse("virt-controller-a");
  await cluster.clock.advance(cutAt + 60);
  expect(leader.exit).toMatchObject({ code: 1, reason: "leaderelection lost" });
  const failedFor = (leader.exit?.t ?? 0) - cutAt;
  expect(failedFor).toBeGreaterThan(9.9);
  expect(failedFor).toBeLessThan(12.1);
  // Never two at once: the other takes over only after that.
  const acquired = Date.parse(leaseOf(cluster)?.spec.acquireTime ?? "");
  expect(leaseOf(cluster)?.spec.holderIdentity).toBe("virt-controller-b");
  expect((acquired - cluster.clock.epochMillis) / 1000).toBeGreaterThan(leader.exit?.t ?? Infinity);
  expect(await leads(cluster, standby)).toBe(true);
  const before = cluster.ledger.filter(({ from }) => from === "virt-controller-a").length;
  await cluster.clock.advance(cluster.clock.now() + 300);
  expect(cluster.ledger.filter(({ from }) => from === "virt-controller-a")).toHaveLength(before);
});

test("a renewal that gets through within 10 s is in time", async () => {
  const { cluster, leader } = await replicas();
  cluster.refuse("virt-controller-a");
  await cluster.clock.advance(cluster.clock.now() + 7.5);
  cluster.refuse();
  await cluster.clock.advance(cluster.clock.now() + 60);
  expect(leader.exit).toBeUndefined();
  expect(leaseOf(cluster)?.spec).toMatchObject({ holderIdentity: "virt-controller-a", leaseTransitions: 0 });
});

test("a leader whose lease was written by someone else reads it, and goes on if it is still its own", async () => {
  const { cluster, leader } = await replicas();
  const lease = leaseOf(cluster);
  if (lease === undefined) throw new Error("there is no Lease");
  cluster.store.update(leaseKind, { ...lease, metadata: { ...lease.metadata, labels: { touched: "true" } } });
  await cluster.clock.advance(cluster.clock.now() + 5);
  expect(leader.exit).toBeUndefined();
  expect(
    cluster.askedBy("virt-controller-a", "PUT", "/leases/").filter(({ status }) => status === 409),
  ).toHaveLength(1);
  expect(cluster.askedBy("virt-controller-a", "GET", "/leases/")).toHaveLength(2);
  expect(leaseOf(cluster)?.metadata.labels).toEqual({ touched: "true" });
});

test("a legacy leader reads before each renewal", async () => {
  const { cluster } = await replicas({ version: "legacy" });
  await cluster.clock.advance(60);
  const reads = cluster.askedBy("virt-controller-a", "GET", "/leases/").length;
  const writes = cluster.askedBy("virt-controller-a", "PUT", "/leases/").length;
  expect(writes).toBeGreaterThan(20);
  expect(reads).toBe(writes + 1);
});
