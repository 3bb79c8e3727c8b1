import type { Family } from "../metrics/family.ts";
import { MigrationJobs } from "../metrics/virt-handler/migration-job.ts";
import type { Domain } from "../model/domain.ts";
import { guestMemoryAt, migrationProgressAt, planMigration } from "../model/migration.ts";
import { migrationSettings, type KubeVirt } from "../store/objects/kubevirt.ts";
import { isMigrating, type VirtualMachineInstance } from "../store/objects/virtual-machine.ts";
import type { ComponentProcess } from "./component-process.ts";
import type { Informer } from "./informer/informer.ts";

/** How often the launcher of a guest that moves is asked how far it has come. */
const pollSeconds = 5;

/**
 * Looks at the migrations that leave a virt-handler's node, scraped or not.
 *
 * Source: kubevirt pkg/monitoring/metrics/virt-handler/migrationdomainstats
 */
export class MigrationWatcher {
  readonly families: readonly Family[];
  readonly #process: ComponentProcess;
  readonly #kubeVirts: Informer<KubeVirt>;
  readonly #domainOf: (uid: string) => Domain | undefined;
  readonly #jobs: MigrationJobs;
  /** uids of the migrations that are being looked at. */
  readonly #watched = new Set<string>();

  constructor(
    process: ComponentProcess,
    kubeVirts: Informer<KubeVirt>,
    domainOf: (uid: string) => Domain | undefined,
  ) {
    this.#process = process;
    this.#kubeVirts = kubeVirts;
    this.#domainOf = domainOf;
    this.#jobs = new MigrationJobs(process.options.version);
    this.families = this.#jobs.families;
  }

  follow(instances: Informer<VirtualMachineInstance>): void {
    const changed = (vmi: VirtualMachineInstance) => {
      const { migrationUid = "", sourceNode } = vmi.status.migrationState ?? {};
      const leavesHere = isMigrating(vmi) && sourceNode === this.#process.options.container.nodeName;
      if (leavesHere && !this.#watched.has(migrationUid)) void this.#watch(instances, vmi, migrationUid);
    };
    instances.listen({ onAdd: changed, onUpdate: changed });
  }

  async #watch(
    instances: Informer<VirtualMachineInstance>,
    { metadata }: VirtualMachineInstance,
    migrationUid: string,
  ): Promise<void> {
    this.#watched.add(migrationUid);
    for (;;) {
      await this.#process.work.sleep(pollSeconds);
      const vmi = instances.get(metadata.namespace, metadata.name);
      if (vmi?.status.migrationState?.migrationUid !== migrationUid || !isMigrating(vmi)) break;
      this.#look(vmi);
    }
    this.#watched.delete(migrationUid);
  }

  /** There is nothing to be seen before the guest's memory begins to move. */
  #look({ metadata, status }: VirtualMachineInstance): void {
    const { clock, seed, container } = this.#process.options;
    const domain = this.#domainOf(metadata.uid);
    const startedAt = status.migrationState?.startTimestamp;
    if (domain === undefined || startedAt === undefined) return;
    const [kubeVirt] = this.#kubeVirts.list();
    const fromSeconds = (Date.parse(startedAt) - clock.epochMillis) / 1000;
    const memory = guestMemoryAt(domain, seed, fromSeconds);
    const plan = planMigration(fromSeconds, memory, migrationSettings(kubeVirt));
    const { namespace = "", name } = metadata;
    const nowMillis = Math.floor(clock.epochMillis + 1000 * clock.now());
    this.#jobs.record(
      { namespace, name, nodeName: status.nodeName ?? container.nodeName },
      nowMillis,
      migrationProgressAt(plan, clock.now()),
    );
  }
}
