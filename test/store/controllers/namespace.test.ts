import { expect, test } from "vitest";
import { ensureNamespace } from "../../../sim/store/bootstrap/kubernetes.ts";
import { namespaceKind, serviceAccountKind } from "../../../sim/store/objects/cluster-basics.ts";
import { virtualMachineKind } from "../../../sim/store/objects/virtual-machine.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

test("a namespace gets its default account, whoever makes it", () => {
  const { store, clock } = simulationOf(scenario());
  store.create(namespaceKind, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "shop" },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  });
  clock.advanceSync(1);
  expect(store.get(serviceAccountKind, "shop", "default")).toBeDefined();
});

test("a namespace that is deleted goes when all that is in it has gone, guests shut down", () => {
  const { store, clock, simulation } = simulationOf(
    scenario({ virtualMachines: [virtualMachine("a", { namespace: "shop" })] }),
  );
  ensureNamespace(store, "empty");
  store.delete(namespaceKind, undefined, "empty");
  store.delete(namespaceKind, undefined, "shop");
  clock.advanceSync(1.5);
  expect(store.get(namespaceKind, undefined, "shop")?.status.phase).toBe("Terminating");
  expect(store.list(virtualMachineKind)).toHaveLength(1);
  clock.advanceSync(120);
  expect(store.get(namespaceKind, undefined, "empty")).toBeUndefined();
  expect(store.get(namespaceKind, undefined, "shop")).toBeUndefined();
  expect(store.kinds.flatMap((kind) => (kind.namespaced ? store.list(kind, "shop") : []))).toEqual([]);
  expect(simulation.hypervisors.size).toBe(0);
});
