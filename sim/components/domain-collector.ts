import { Page } from "../metrics/page.ts";
import { buildGuestPanics } from "../metrics/virt-handler/guest-panic.ts";
import { DomainFamilies } from "../metrics/virt-handler/domain-families.ts";
import type { Domain } from "../model/domain.ts";
import type { FeedChange } from "../model/feed.ts";
import type { KubeVirt } from "../store/objects/kubevirt.ts";
import { isMigrating, type VirtualMachineInstance } from "../store/objects/virtual-machine.ts";
import type { ComponentProcess } from "./component-process.ts";
import type { Informer } from "./informer/informer.ts";
import { listNow } from "./informer/lister.ts";
import { LauncherPolls } from "./launcher-polls.ts";
import { MigrationWatcher } from "./migration-watcher.ts";
import { isRequestError } from "./rest/status-error.ts";
import { instancesOn } from "./watched-resources.ts";

/**
 * What a virt-handler knows of the guests on its node: which there are it learns from the apiserver, how
 * they do from their launchers. Cut off from the apiserver it goes on with the guests it knew.
 */
export class DomainCollector {
  readonly #process: ComponentProcess;
  readonly #families: DomainFamilies;
  readonly #page: Page;
  readonly #pageWithoutDomains: Page;
  readonly #polls: LauncherPolls;
  readonly #panics: ReturnType<typeof buildGuestPanics>;
  readonly #migrations: MigrationWatcher;
  readonly #domains = new Map<string, Domain>();
  #listed = new Set<string>();

  constructor(
    process: ComponentProcess,
    instances: Informer<VirtualMachineInstance>,
    kubeVirts: Informer<KubeVirt>,
  ) {
    const { version, seed, container } = process.options;
    this.#process = process;
    this.#families = new DomainFamilies({ version, seed, nodeName: container.nodeName });
    this.#panics = buildGuestPanics(version);
    this.#migrations = new MigrationWatcher(process, kubeVirts, (uid) => this.#domains.get(uid));
    const own = [...process.metrics.families, ...this.#panics.families, ...this.#migrations.families];
    this.#page = new Page([...own, ...this.#families.families]);
    this.#pageWithoutDomains = new Page(own);
    this.#polls = new LauncherPolls(process.lifetime, process.draw("poll launchers"));
    if (version === "legacy") return;
    this.#follow(instances);
    this.#migrations.follow(instances);
  }

  hear({ changed, removed }: FeedChange): void {
    for (const domain of changed) {
      this.#countPanic(domain);
      this.#polls.see(domain);
      this.#domains.set(domain.uid, domain);
      this.#families.setDomain(domain);
    }
    for (const uid of removed) {
      this.#polls.forget(uid);
      this.#domains.delete(uid);
      this.#families.removeDomain(uid);
    }
  }

  /** Asks the launchers, as at each scrape; resolves to the page that shows what they said. */
  async collect(): Promise<Page> {
    const { options } = this.#process;
    const known = options.version !== "legacy" || (await this.#list());
    await this.#polls.ask(this.#families.sampled());
    return known ? this.#page : this.#pageWithoutDomains;
  }

  #follow(instances: Informer<VirtualMachineInstance>): void {
    instances.listen({
      onAdd: (vmi) => this.#set(vmi),
      onUpdate: (vmi, old) => {
        if (vmi.metadata.resourceVersion !== old.metadata.resourceVersion) this.#set(vmi);
      },
      onDelete: ({ metadata }) => this.#families.removeInstance(metadata.uid),
    });
  }

  /** A launcher reports it when its guest panics, just before that is gone. */
  #countPanic({ uid, namespace, name, segments }: Domain): void {
    const isNews = this.#domains.get(uid)?.segments.at(-1)?.cause !== "panic";
    if (isNews && segments.at(-1)?.cause === "panic") this.#panics.panicked({ namespace, name });
  }

  /** Legacy asks the apiserver which VMIs there are at every scrape. Whether it was told. */
  async #list(): Promise<boolean> {
    const { client, options } = this.#process;
    try {
      const instances = await listNow(client, instancesOn(options.container.nodeName));
      const uids = new Set(instances.map(({ metadata }) => metadata.uid));
      for (const uid of this.#listed) if (!uids.has(uid)) this.#families.removeInstance(uid);
      for (const vmi of instances) this.#set(vmi);
      this.#listed = uids;
      return true;
    } catch (error) {
      if (!isRequestError(error)) throw error;
      options.log("error", `failed to list all VMIs of ${options.container.nodeName}: ${error.message}`);
      return false;
    }
  }

  #set(vmi: VirtualMachineInstance): void {
    const { metadata, status } = vmi;
    const { uid, namespace = "", name, labels = {} } = metadata;
    const { phase = "", nodeName } = status;
    this.#families.setInstance({
      uid,
      namespace,
      name,
      labels,
      phase,
      ...(nodeName === undefined ? {} : { nodeName }),
      migrating: isMigrating(vmi),
    });
  }
}
