import { expect, test } from "vitest";
import {
  virtualMachineInstanceKind,
  type VirtualMachineInstance,
} from "../../sim/store/objects/virtual-machine.ts";
import { handler } from "./handler-cluster.ts";
import { sumOf } from "./small-cluster.ts";

test("each reconciliation of a VMI is counted, and forgotten with it", async () => {
  const { cluster, tested, vmi } = await handler();
  const synced = async () => sumOf(await cluster.scrape(tested), "kubevirt_vmi_sync_total", { name: "a" });
  const before = await synced();
  expect(before).toBeGreaterThan(0);
  cluster.store.modify<VirtualMachineInstance>(virtualMachineInstanceKind, vmi, (present) => ({
    ...present,
    metadata: { ...present.metadata, annotations: { touched: "true" } },
  }));
  await cluster.clock.advance(cluster.clock.now() + 1);
  expect(await synced()).toBe(before + 1);
  cluster.store.delete(virtualMachineInstanceKind, "default", "a");
  await cluster.clock.advance(cluster.clock.now() + 1);
  expect((await cluster.scrape(tested)).some(({ name }) => name === "kubevirt_vmi_sync_total")).toBe(false);
});
