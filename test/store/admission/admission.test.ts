import { expect, test } from "vitest";
import { claimKind, volumeKind } from "../../../sim/store/objects/claim.ts";
import type { Draft, KubeObject } from "../../../sim/store/object.ts";
import { nodeKind } from "../../../sim/store/objects/node.ts";
import { podKind } from "../../../sim/store/objects/pod.ts";
import { serviceKind } from "../../../sim/store/objects/service.ts";
import {
  virtualMachineInstanceKind,
  virtualMachineKind,
  type VirtualMachineInstance,
} from "../../../sim/store/objects/virtual-machine.ts";
import { deploymentKind } from "../../../sim/store/objects/workloads.ts";
import { kindNamed } from "../../../sim/store/kinds.ts";
import { scenario } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

/** As little as a user can write. */
function bare<T extends KubeObject>(kind: string, apiVersion: string, more: object): Draft<T> {
  return {
    apiVersion,
    kind,
    metadata: { name: "x", namespace: "default" },
    ...more,
  } as unknown as Draft<T>;
}

test("objects as users write them are completed, and the controllers live with them", () => {
  const { store, clock } = simulationOf(scenario());
  const container = { name: "c", image: "i" };
  store.create(podKind, bare("Pod", "v1", { spec: { containers: [container] } }));
  store.create(
    serviceKind,
    bare("Service", "v1", { spec: { selector: { app: "x" }, ports: [{ port: 80 }] } }),
  );
  store.create(
    deploymentKind,
    bare("Deployment", "apps/v1", {
      spec: {
        selector: { matchLabels: { app: "x" } },
        template: { metadata: { labels: { app: "x" } }, spec: { containers: [container] } },
      },
    }),
  );
  store.create(
    virtualMachineInstanceKind,
    bare("VirtualMachineInstance", "kubevirt.io/v1", { spec: { domain: { devices: {} } } }),
  );
  store.create(
    claimKind,
    bare("PersistentVolumeClaim", "v1", {
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    }),
  );
  store.create(kindNamed(nodeKind.plural), { apiVersion: "v1", kind: "Node", metadata: { name: "bare" } });
  clock.advanceSync(700);
  expect(store.get(podKind, "default", "x")?.status.phase).toBe("Running");
  expect(store.get(deploymentKind, "default", "x")?.status.readyReplicas).toBe(1);
  expect(store.get(serviceKind, "default", "x")?.spec.clusterIP).toMatch(/^10\.\d+\.\d+\.\d+$/);
  const vmi = store.get(virtualMachineInstanceKind, "default", "x");
  expect(vmi?.status.phase).toBe("Running");
  expect(vmi?.spec.domain.memory?.guest).toBe("256Mi");
  const claim = store.get(claimKind, "default", "x");
  expect(claim?.status.phase).toBe("Bound");
  expect(claim?.spec.storageClassName).toBe("standard");
  expect(store.get(volumeKind, undefined, claim?.spec.volumeName ?? "")?.status.phase).toBe("Bound");
  expect(store.get(nodeKind, undefined, "bare")?.status.conditions).toEqual([]);
});

test("a VM of which hardly anything is said runs, as a small one", () => {
  const { store, clock } = simulationOf(scenario());
  store.create(
    virtualMachineKind,
    bare("VirtualMachine", "kubevirt.io/v1", { spec: { runStrategy: "Always" } }),
  );
  clock.advanceSync(30);
  expect(store.get(virtualMachineKind, "default", "x")?.status?.printableStatus).toBe("Running");
});

test("a VMI without a VM is gone when it is deleted, with its launcher and its guest", () => {
  const { store, clock, simulation } = simulationOf(scenario());
  store.create(
    virtualMachineInstanceKind,
    bare("VirtualMachineInstance", "kubevirt.io/v1", { spec: { domain: { devices: {} } } }),
  );
  clock.advanceSync(30);
  expect(simulation.hypervisors.size).toBe(1);
  store.delete(virtualMachineInstanceKind, "default", "x");
  clock.advanceSync(90);
  expect(store.list(virtualMachineInstanceKind)).toEqual([]);
  expect(store.list(podKind, "default")).toEqual([]);
  expect(simulation.hypervisors.size).toBe(0);
});

test("a VMI of which a disk is not shared cannot be migrated, and says why", () => {
  const { store, clock } = simulationOf(scenario());
  store.create(
    claimKind,
    bare("PersistentVolumeClaim", "v1", {
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    }),
  );
  store.create(
    virtualMachineInstanceKind,
    bare("VirtualMachineInstance", "kubevirt.io/v1", {
      spec: {
        domain: { devices: { disks: [{ name: "d" }] } },
        volumes: [{ name: "d", persistentVolumeClaim: { claimName: "x" } }],
      },
    }),
  );
  clock.advanceSync(30);
  const conditions = store.get(virtualMachineInstanceKind, "default", "x")?.status.conditions;
  expect(conditions).toContainEqual(
    expect.objectContaining({ type: "LiveMigratable", status: "False", reason: "DisksNotLiveMigratable" }),
  );
});

test("a VMI that speaks of no network is on the pod network, by a bridge, and its volumes are disks", () => {
  const { store, clock } = simulationOf(scenario());
  const create = (name: string, devices: object) => {
    const draft = bare<VirtualMachineInstance>("VirtualMachineInstance", "kubevirt.io/v1", {
      spec: { domain: { devices }, volumes: [{ name: "root", containerDisk: { image: "i" } }] },
    });
    store.create(virtualMachineInstanceKind, { ...draft, metadata: { name, namespace: "default" } });
  };
  create("bare", {});
  create("alone", { autoattachPodInterface: false });
  clock.advanceSync(30);
  const bareOne = store.get(virtualMachineInstanceKind, "default", "bare");
  expect(bareOne?.spec.networks).toEqual([{ name: "default", pod: {} }]);
  expect(bareOne?.spec.domain.devices.interfaces).toEqual([{ name: "default", bridge: {} }]);
  expect(bareOne?.spec.domain.devices.disks).toEqual([{ name: "root", disk: { bus: "sata" } }]);
  expect(bareOne?.status["volumeStatus"]).toEqual([expect.objectContaining({ name: "root", target: "sda" })]);
  expect(bareOne?.status.interfaces?.[0]?.ipAddress).toMatch(/^10\./);
  expect(bareOne?.status.conditions).toContainEqual(
    expect.objectContaining({
      type: "LiveMigratable",
      status: "False",
      reason: "InterfaceNotLiveMigratable",
    }),
  );
  const alone = store.get(virtualMachineInstanceKind, "default", "alone");
  expect(alone?.spec.networks).toBeUndefined();
  expect(alone?.status.interfaces).toEqual([]);
});
