import { expect, test } from "vitest";
import type { Manifest } from "../../sim/scenario/scenario.ts";
import { kindNamed } from "../../sim/store/kinds.ts";
import { virtualMachineKind } from "../../sim/store/objects/virtual-machine.ts";
import { namespaceKind } from "../../sim/store/objects/cluster-basics.ts";
import { scenario } from "../support/scenario.ts";
import { simulationOf } from "../support/simulation.ts";

const vm: Manifest = {
  apiVersion: "kubevirt.io/v1alpha3",
  kind: "VirtualMachine",
  metadata: { name: "db", namespace: "shop" },
  spec: {
    running: true,
    template: {
      metadata: { labels: { app: "db" } },
      spec: {
        domain: { devices: { disks: [{ name: "root", disk: { bus: "virtio" } }] }, memory: { guest: "1Gi" } },
        volumes: [{ name: "root", containerDisk: { image: "quay.io/containerdisks/fedora" } }],
      },
    },
  },
};

test("VMs of manifests run at t = 0, with an hour behind them, and are of the version that is stored", () => {
  const { store, simulation, complaints } = simulationOf(scenario({ manifests: [vm] }));
  expect(complaints).toEqual([]);
  const present = store.get(virtualMachineKind, "shop", "db");
  expect(present?.apiVersion).toBe("kubevirt.io/v1");
  expect(present?.status?.printableStatus).toBe("Running");
  const [domain] = ["node01", "node02", "node03"].flatMap((node) => simulation.hypervisors.onNode(node));
  expect(domain?.startSeconds).toBeLessThan(-3500);
});

test("other objects are there as they are written, and a namespace is active", () => {
  const labels = { team: "shop" };
  const { store } = simulationOf(
    scenario({
      manifests: [
        { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels } as Manifest["metadata"] },
        { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "shop" }, data: { x: "1" } },
      ],
    }),
  );
  expect(store.get(kindNamed("configmaps"), "shop", "c")).toMatchObject({ data: { x: "1" } });
  expect(store.get(namespaceKind, undefined, "shop")).toMatchObject({
    metadata: { labels: { team: "shop", "kubernetes.io/metadata.name": "shop" } },
    status: { phase: "Active" },
  });
});

test("a kind that a definition among the manifests defines is there to be used", () => {
  const definition = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "backups.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { kind: "Backup", plural: "backups" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", properties: { hour: { type: "integer" } } } },
        },
      ],
    },
  };
  const backup = { apiVersion: "example.com/v1", kind: "Backup", metadata: { name: "nightly" }, hour: 3 };
  const { store, complaints } = simulationOf(scenario({ manifests: [definition, backup] }));
  expect(complaints).toEqual([]);
  const kind = store.kinds.find(({ plural }) => plural === "backups");
  expect(kind && store.get(kind, "default", "nightly")).toMatchObject({ hour: 3 });
});

test("what an API server would refuse is complained of in its words, and the rest goes on", () => {
  const claim = { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "disk" }, spec: {} };
  const empty = { ...vm, spec: { running: true } };
  const { store, complaints } = simulationOf(scenario({ manifests: [claim, empty, vm] }));
  expect(complaints).toEqual([
    'apply PersistentVolumeClaim disk: PersistentVolumeClaim "disk" is invalid: [spec.accessModes: Required value, spec.resources: Required value]',
    'apply VirtualMachine db: VirtualMachine.kubevirt.io "db" is invalid: spec.template: Required value',
  ]);
  expect(store.get(virtualMachineKind, "shop", "db")?.status?.printableStatus).toBe("Running");
});
