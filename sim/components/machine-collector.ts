import type { ObjectMetrics } from "../metrics/virt-controller/object-metrics.ts";
import type { VendorOf } from "../metrics/virt-controller/objects.ts";
import { labelsConfigFrom, type LabelsConfig } from "../metrics/virt-controller/vm-labels.ts";
import { kubeVirtNamespace } from "../store/bootstrap/service-accounts.ts";
import { kindNamed } from "../store/kinds.ts";
import { keyOf, objectKey, type KubeObject } from "../store/object.ts";
import { claimKind } from "../store/objects/claim.ts";
import { claimOf, virtualMachineKind, type VirtualMachine } from "../store/objects/virtual-machine.ts";
import type { Informer } from "./informer/informer.ts";
import type { InformerSet } from "./informer/informer-set.ts";

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

interface VirtualMachineSnapshot extends KubeObject {
  readonly spec: { readonly source: { readonly name: string } };
  readonly status?: { readonly phase?: string; readonly creationTime?: string };
}

const configMapKind = kindNamed<ConfigMap>("configmaps");
const snapshotKind = kindNamed<VirtualMachineSnapshot>("virtualmachinesnapshots", "snapshot.kubevirt.io");
const labelsConfigMap = "kubevirt-vm-labels-config";

/**
 * Keeps what virt-controller's metrics show of VMs up to date with its informers: with the objects
 * themselves, and with the claims and settings that a VM's series also tell of.
 */
export class MachineCollector {
  readonly #metrics: ObjectMetrics;
  readonly #vendorOf: VendorOf;
  readonly #machines: Informer<VirtualMachine>;
  readonly #informers: InformerSet;
  /** Keys of the VMs that have a disk on a claim, by the claim's key. */
  readonly #machinesOfClaim = new Map<string, Set<string>>();
  #labelsConfig: LabelsConfig = labelsConfigFrom(undefined);

  constructor(metrics: ObjectMetrics, informers: InformerSet, vendorOf: VendorOf) {
    this.#metrics = metrics;
    this.#vendorOf = vendorOf;
    this.#informers = informers;
    this.#machines = informers.of(virtualMachineKind);
    this.#machines.listen({
      onAdd: (vm) => this.#set(vm),
      onUpdate: (vm) => this.#set(vm),
      onDelete: (vm) => this.#remove(vm),
    });
    informers.of(claimKind).listenToAll(({ metadata }) => this.#claimChanged(keyOf(metadata)));
    informers.of(configMapKind).listenToAll(({ metadata }) => {
      if (metadata.name === labelsConfigMap) this.#readLabelsConfig();
    });
    this.#followSnapshots();
  }

  /** Shows all VMs anew, after something changed that any of them may tell of. */
  refresh(): void {
    for (const vm of this.#machines.list()) this.#set(vm);
  }

  #set(vm: VirtualMachine): void {
    const { namespace } = vm.metadata;
    for (const key of claimKeysOf(vm)) {
      const machines = this.#machinesOfClaim.get(key) ?? new Set();
      this.#machinesOfClaim.set(key, machines.add(vm.metadata.name));
    }
    this.#metrics.setMachine(vm, {
      claimNamed: (name) => this.#informers.of(claimKind).get(namespace, name),
      vendorOf: this.#vendorOf,
      labelsConfig: this.#labelsConfig,
    });
  }

  #remove(vm: VirtualMachine): void {
    this.#metrics.removeMachine(vm.metadata);
    for (const key of claimKeysOf(vm)) {
      const machines = this.#machinesOfClaim.get(key);
      machines?.delete(vm.metadata.name);
      if (machines?.size === 0) this.#machinesOfClaim.delete(key);
    }
  }

  #claimChanged(key: string): void {
    const [namespace] = key.split("/");
    for (const name of this.#machinesOfClaim.get(key) ?? []) {
      const vm = this.#machines.get(namespace, name);
      if (vm !== undefined) this.#set(vm);
    }
  }

  #readLabelsConfig(): void {
    const configMap = this.#informers.of(configMapKind).get(kubeVirtNamespace, labelsConfigMap);
    this.#labelsConfig = labelsConfigFrom(configMap?.data);
    this.refresh();
  }

  /** A snapshot is told of when it succeeds; those that had succeeded before this process are not. */
  #followSnapshots(): void {
    this.#informers.of(snapshotKind).listen({
      onUpdate: ({ metadata, spec, status }, old) => {
        const succeeded = status?.phase === "Succeeded" && old.status?.phase !== "Succeeded";
        if (!succeeded || status.creationTime === undefined) return;
        const { creationTime } = status;
        this.#metrics.snapshotSucceeded({ metadata, vmName: spec.source.name, creationTime });
      },
    });
  }
}

function claimKeysOf({ metadata, spec }: VirtualMachine): readonly string[] {
  const names = (spec.template.spec.volumes ?? []).map(claimOf).filter((name) => name !== undefined);
  return names.map((name) => objectKey(metadata.namespace, name));
}
