import { expect, test } from "vitest";
import {
  virtualMachineInstanceKind,
  type VirtualMachineInstance,
} from "../../sim/store/objects/virtual-machine.ts";
import { appendSegment } from "../../sim/model/domain-life.ts";
import { domainOf, handler, instanceDraft, scrapeInto } from "./handler-cluster.ts";
import { sumOf } from "./small-cluster.ts";

const memory = "kubevirt_vmi_memory_domain_bytes";

test("a guest has series while the apiserver and the launcher both know it, whichever comes first", async () => {
  const { cluster, tested, vmi } = await handler();
  const names = async () =>
    (await cluster.scrape(tested)).filter(({ name }) => name === memory).map(({ labels }) => labels["name"]);
  expect(await names()).toEqual(["a"]);
  const b = cluster.store.create(virtualMachineInstanceKind, instanceDraft("b", "Scheduled"));
  expect(await names()).toEqual(["a"]);
  tested.component.hear({ changed: [domainOf(b)], removed: [] });
  expect(await names()).toEqual(["a", "b"]);
  tested.component.hear({ changed: [], removed: [vmi.metadata.uid] });
  expect(await names()).toEqual(["b"]);
  cluster.store.delete(virtualMachineInstanceKind, "default", "b");
  await cluster.clock.advance(cluster.clock.now() + 1);
  expect(await names()).toEqual([]);
});

test("a guest that leaves the node leaves its page, and its labels are those of its VMI", async () => {
  const { cluster, tested, vmi } = await handler();
  const labelled = (labels: Record<string, string>) =>
    cluster.store.modify<VirtualMachineInstance>(virtualMachineInstanceKind, vmi, (present) => ({
      ...present,
      metadata: { ...present.metadata, labels },
    }));
  const sample = async () => (await cluster.scrape(tested)).find(({ name }) => name === memory);
  expect((await sample())?.labels).toMatchObject({ kubernetes_vmi_label_app: "a" });
  labelled({ "kubevirt.io/nodeName": "node01", app: "renamed" });
  await cluster.clock.advance(cluster.clock.now() + 1);
  expect((await sample())?.labels).toMatchObject({ kubernetes_vmi_label_app: "renamed" });
  labelled({ "kubevirt.io/nodeName": "node02" });
  await cluster.clock.advance(cluster.clock.now() + 1);
  expect(await sample()).toBeUndefined();
});

test("a virt-handler that is cut off reports the guests it knew, and catches up afterwards", async () => {
  const { cluster, tested, vmi } = await handler();
  cluster.refuse("virt-handler-a");
  await cluster.clock.advance(60);
  cluster.store.delete(virtualMachineInstanceKind, "default", "a");
  const b = cluster.store.create(virtualMachineInstanceKind, instanceDraft("b", "Running"));
  tested.component.hear({ changed: [domainOf(b)], removed: [] });
  await cluster.clock.advance(300);
  const names = async () =>
    (await cluster.scrape(tested)).filter(({ name }) => name === memory).map(({ labels }) => labels["name"]);
  expect(await names()).toEqual(["a"]);
  cluster.refuse();
  tested.component.hear({ changed: [], removed: [vmi.metadata.uid] });
  await cluster.clock.advance(400);
  expect(await names()).toEqual(["b"]);
});

test("legacy asks for its VMIs at every scrape, and shows none while it is refused", async () => {
  const { cluster, tested } = await handler({ version: "legacy" });
  const domains = async () =>
    (await cluster.scrape(tested)).filter(({ name }) => name === "kubevirt_vmi_vcpu_seconds").length;
  const lists = () =>
    cluster.askedBy("virt-handler-a", "GET", "/virtualmachineinstances?labelSelector=").length;
  const before = lists();
  expect(await domains()).toBe(1);
  expect(await domains()).toBe(1);
  expect(lists() - before).toBe(2);
  cluster.refuse("virt-handler-a");
  await cluster.clock.advance(cluster.clock.now() + 1);
  expect(await domains()).toBe(0);
  cluster.refuse();
  await cluster.clock.advance(cluster.clock.now() + 5);
  expect(await domains()).toBe(1);
  cluster.store.delete(virtualMachineInstanceKind, "default", "a");
  expect(await domains()).toBe(0);
});

test("two scrapes at one time show the same guests to the byte", async () => {
  const { cluster, tested } = await handler();
  await cluster.clock.advance(13);
  const replies = [scrapeInto(tested), scrapeInto(tested)];
  await cluster.clock.advance(15);
  const [first = [], second] = (await Promise.all(replies)).map(({ body, finished }) => {
    finished?.();
    const text = Buffer.from(body as Uint8Array).toString();
    return text.split("\n").filter((line) => line.startsWith("kubevirt_vmi_") && !line.includes("sync"));
  });
  expect(first.length).toBeGreaterThan(20);
  expect(second).toEqual(first);
});

test("a guest that panics is counted once, one that ends otherwise is not", async () => {
  const { cluster, tested, vmi } = await handler();
  const domain = domainOf(vmi);
  const panicked = appendSegment(domain, 1, {
    fromSeconds: cluster.clock.now(),
    cause: "panic",
    factors: { running: 0 },
  });
  const panics = async () =>
    sumOf(await cluster.scrape(tested), "kubevirt_vmi_guest_os_panic_total", { name: "a" });
  tested.component.hear({ changed: [], removed: [domain.uid] });
  expect(await panics()).toBe(0);
  tested.component.hear({ changed: [domain], removed: [] });
  tested.component.hear({ changed: [panicked], removed: [] });
  tested.component.hear({ changed: [panicked], removed: [] });
  tested.component.hear({ changed: [], removed: [domain.uid] });
  expect(await panics()).toBe(1);
});

test("a scrape takes a second more while a guest's dirty rate is asked for: it runs, and is not on the move", async () => {
  const { cluster, tested, vmi } = await handler();
  const took = async () => {
    await cluster.clock.advance(cluster.clock.now() + 10);
    const began = cluster.clock.now();
    await cluster.scrape(tested);
    return cluster.clock.now() - began;
  };
  expect(await took()).toBeGreaterThan(1);
  const places = { sourceNode: "node01", sourcePod: "a", targetNode: "node02", targetPod: "b" };
  const migrating = { ...places, startTimestamp: "2026-01-01T00:00:00Z", migrationUid: "uid" };
  cluster.store.modify<VirtualMachineInstance>(virtualMachineInstanceKind, vmi, (present) => ({
    ...present,
    status: { ...present.status, migrationState: migrating },
  }));
  expect(await took()).toBeLessThan(1);
});

test("legacy asks for no dirty rate: its scrapes take no second", async () => {
  const { cluster, tested } = await handler({ version: "legacy" });
  const began = cluster.clock.now();
  await cluster.scrape(tested);
  expect(cluster.clock.now() - began).toBeLessThan(1);
});
