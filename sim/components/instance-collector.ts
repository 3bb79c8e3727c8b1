import type { ObjectMetrics } from "../metrics/virt-controller/object-metrics.ts";
import type { VendorOf } from "../metrics/virt-controller/objects.ts";
import { controllerOf, keyOf, objectKey } from "../store/object.ts";
import { guestOf } from "../store/objects/guest.ts";
import { kubeVirtKind } from "../store/objects/kubevirt.ts";
import { createdByLabel, launcherOverheadBytes } from "../store/objects/launcher-pod.ts";
import { migrationKind, type InstanceMigration } from "../store/objects/migration.ts";
import { podKind, type Pod } from "../store/objects/pod.ts";
import {
  isFinal,
  outdatedLauncherLabel,
  virtualMachineInstanceKind,
  type VirtualMachineInstance,
} from "../store/objects/virtual-machine.ts";
import type { Informer } from "./informer/informer.ts";
import type { InformerSet } from "./informer/informer-set.ts";

/**
 * Keeps what virt-controller's metrics show of VMIs and migrations up to date with its informers: with the
 * objects themselves, and with the launcher pods, migrations and settings that a VMI's series also tell of.
 */
export class InstanceCollector {
  readonly #metrics: ObjectMetrics;
  readonly #vendorOf: VendorOf;
  readonly #instances: Informer<VirtualMachineInstance>;
  readonly #informers: InformerSet;
  /** Running launcher pods by the uid of their VMI. */
  readonly #launchers = new Map<string, readonly Pod[]>();
  readonly #migrationNames = new Map<string, string>();
  readonly #outdated = new Set<string>();

  constructor(metrics: ObjectMetrics, informers: InformerSet, vendorOf: VendorOf) {
    this.#metrics = metrics;
    this.#vendorOf = vendorOf;
    this.#informers = informers;
    this.#instances = informers.of(virtualMachineInstanceKind);
    this.#instances.listen({
      onAdd: (vmi) => this.#set(vmi),
      onUpdate: (vmi, old) => {
        metrics.instanceUpdated(old, vmi);
        this.#set(vmi);
      },
      onDelete: (vmi) => this.#remove(vmi),
    });
    this.#followLaunchers();
    this.#followMigrations();
    informers.of(kubeVirtKind).listenToAll(() => this.refresh());
  }

  /** Shows all VMIs anew, after something changed that any of them may tell of. */
  refresh(): void {
    for (const vmi of this.#instances.list()) this.#set(vmi);
  }

  #set(vmi: VirtualMachineInstance): void {
    const { uid } = vmi.metadata;
    const { vcpus, memoryBytes } = guestOf(vmi);
    const { migrationState, nodeName } = vmi.status;
    const [kubeVirt] = this.#informers.of(kubeVirtKind).list();
    this.#metrics.setInstance(vmi, {
      podName: this.#launchers.get(uid)?.find((pod) => pod.spec.nodeName === nodeName)?.metadata.name,
      migrationName: this.#migrationNames.get(migrationState?.migrationUid ?? ""),
      memoryOverheadBytes: launcherOverheadBytes(vcpus, memoryBytes),
      evictionStrategy: kubeVirt?.spec.configuration?.evictionStrategy,
      vendorOf: this.#vendorOf,
    });
    const outdated = vmi.metadata.labels?.[outdatedLauncherLabel] !== undefined && !isFinal(vmi);
    if (outdated) this.#outdated.add(uid);
    else this.#outdated.delete(uid);
    this.#metrics.setOutdated(this.#outdated.size);
  }

  #remove({ metadata }: VirtualMachineInstance): void {
    this.#metrics.removeInstance(metadata);
    this.#outdated.delete(metadata.uid);
    this.#metrics.setOutdated(this.#outdated.size);
  }

  #followLaunchers(): void {
    const changed = (pod: Pod, isGone: boolean) => {
      const uid = pod.metadata.labels?.[createdByLabel];
      if (uid === undefined) return;
      const others = (this.#launchers.get(uid) ?? []).filter(
        ({ metadata }) => !isSame(metadata, pod.metadata),
      );
      const running = isGone || pod.status.phase !== "Running" ? others : [...others, pod];
      if (running.length > 0) this.#launchers.set(uid, running);
      else this.#launchers.delete(uid);
      this.#refreshOne(pod.metadata.namespace, controllerOf(pod)?.name);
    };
    this.#informers.of(podKind).listen({
      onAdd: (pod) => changed(pod, false),
      onUpdate: (pod) => changed(pod, false),
      onDelete: (pod) => changed(pod, true),
    });
  }

  #followMigrations(): void {
    const set = (migration: InstanceMigration) => {
      this.#migrationNames.set(migration.metadata.uid, migration.metadata.name);
      this.#metrics.setMigration(migration);
      this.#refreshOne(migration.metadata.namespace, migration.spec.vmiName);
    };
    this.#informers.of(migrationKind).listen({
      onAdd: set,
      onUpdate: (migration, old) => {
        this.#metrics.migrationUpdated(old, migration);
        set(migration);
      },
      onDelete: (migration) => {
        this.#migrationNames.delete(migration.metadata.uid);
        this.#metrics.removeMigration(migration.metadata);
        this.#refreshOne(migration.metadata.namespace, migration.spec.vmiName);
      },
    });
  }

  #refreshOne(namespace: string | undefined, name: string | undefined): void {
    const vmi = name === undefined ? undefined : this.#instances.get(namespace, name);
    if (vmi !== undefined) this.#set(vmi);
  }
}

function isSame(a: { namespace?: string; name: string }, b: { namespace?: string; name: string }): boolean {
  return keyOf(a) === objectKey(b.namespace, b.name);
}
