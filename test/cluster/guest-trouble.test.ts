import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadScenario } from "../../sim/scenario/load.ts";
import { virtualMachineInstanceKind } from "../../sim/store/objects/virtual-machine.ts";
import { bootVirtually, samplesOf } from "../support/virtual-cluster.ts";

type Labels = Readonly<Record<string, string>>;

async function guestTrouble() {
  const file = fileURLToPath(new URL("../../scenarios/guest-trouble.yaml", import.meta.url));
  const loaded = await loadScenario(file);
  if ("problems" in loaded) throw new Error("guest-trouble does not load");
  const complaints: string[] = [];
  const cluster = await bootVirtually(loaded.scenario, {
    complain: (message) => complaints.push(message),
  });
  /** The values of a metric on the pages of all ready pods of a component, with these labels. */
  const valuesOf = async (component: "virt-handler" | "virt-controller", name: string, labels: Labels) =>
    (await samplesOf(cluster, component))
      .filter((sample) => sample.name === name)
      .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
      .map(({ value }) => value);
  return { cluster, valuesOf, complaints };
}

test("the scenario guest-trouble shows what it says it shows", async () => {
  const { cluster, valuesOf, complaints } = await guestTrouble();
  const { store } = cluster.simulation;
  const data = { name: "db", mount_point: "/mnt/data" };
  const fullness = async () => {
    const [used = NaN] = await valuesOf("virt-handler", "kubevirt_vmi_filesystem_used_bytes", data);
    const [capacity = NaN] = await valuesOf("virt-handler", "kubevirt_vmi_filesystem_capacity_bytes", data);
    return used / capacity;
  };
  const panics = () => valuesOf("virt-handler", "kubevirt_vmi_guest_os_panic_total", { name: "erp" });
  const memoryOf = (name: string) => valuesOf("virt-handler", "kubevirt_vmi_memory_domain_bytes", { name });
  const statusOf = (name: string) =>
    valuesOf("virt-controller", "kubevirt_vm_info", { name, status_group: "starting" });

  expect(await panics()).toEqual([]);
  expect(await fullness()).toBeLessThan(0.85);
  expect(await valuesOf("virt-controller", "kubevirt_vmi_non_evictable", { name: "vault" })).toEqual([1]);
  expect(await valuesOf("virt-controller", "kubevirt_vmi_non_evictable", { name: "db" })).toEqual([0]);

  await cluster.advance(180);
  expect((await panics()).reduce((sum, value) => sum + value, 0)).toBe(1);

  await cluster.advance(420);
  expect(
    await valuesOf("virt-controller", "kubevirt_vm_info", {
      name: "shut-out",
      status: "errorunschedulable",
      status_group: "error",
    }),
  ).toEqual([1]);

  await cluster.advance(660);
  expect(await memoryOf("web-0")).toEqual([]);
  expect(await memoryOf("web-1")).toHaveLength(1);

  await cluster.advance(1205);
  expect(await memoryOf("web-0")).toHaveLength(1);
  expect(await fullness()).toBeCloseTo(0.96, 3);
  expect(await statusOf("late")).toEqual([1]);
  const present = (name: string) => store.get(virtualMachineInstanceKind, "default", name);
  expect(present("web-1")?.status.phase).toBe("Running");
  expect(present("web-1")?.metadata.deletionTimestamp).toBeDefined();
  expect(present("late")?.status).toMatchObject({ phase: "Scheduled", nodeName: "node-2" });

  await cluster.advance(2400);
  expect((await panics()).reduce((sum, value) => sum + value, 0)).toBe(7);
  expect(present("web-1")).toBeUndefined();
  expect(present("late")?.status.phase).toBe("Running");
  expect(complaints).toEqual([]);
}, 60_000);
