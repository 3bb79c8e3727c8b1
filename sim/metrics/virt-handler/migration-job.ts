import type { KubeVirtVersion } from "../../model/components.ts";
import type { MigrationProgress } from "../../model/migration.ts";
import { catalogueOf } from "../catalogue.ts";
import type { Family, FamilyHead, SampleWriter } from "../family.ts";
import { compareLabelValues, renderLabels, sharedUtf8 } from "../labels.ts";

/** Results that are kept until the next scrape takes them. */
const keptResults = 10;

/** Where each family's value stands in libvirt's job information. */
const values: Readonly<Record<string, keyof MigrationProgress>> = {
  kubevirt_vmi_migration_data_bytes_total: "totalBytes",
  kubevirt_vmi_migration_data_processed_bytes: "processedBytes",
  kubevirt_vmi_migration_data_remaining_bytes: "remainingBytes",
  kubevirt_vmi_migration_dirty_memory_rate_bytes: "dirtyBytesPerSecond",
  kubevirt_vmi_migration_memory_transfer_rate_bytes: "transferBytesPerSecond",
};

/** The VMI that migrates, with the node its status names. */
interface MigratingInstance {
  readonly namespace: string;
  readonly name: string;
  readonly nodeName: string;
}

interface Result {
  readonly labelValues: readonly string[];
  readonly labels: Uint8Array;
  readonly timestampMillis: number;
  readonly progress: MigrationProgress;
}

/**
 * The migrations that leave a virt-handler's node.
 *
 * Each is looked at every 5 s, scraped or not. A scrape takes all results since the one before, with the
 * time of each, so it can show a series several times; what one scraper took another does not get.
 *
 * Source: kubevirt pkg/monitoring/metrics/virt-handler/migrationdomainstats
 */
export class MigrationJobs {
  readonly families: readonly Family[];
  readonly #waiting = new Map<string, Result[]>();
  #taken: readonly Result[] = [];
  #takenAt = NaN;

  constructor(version: KubeVirtVersion) {
    this.families = catalogueOf(version).flatMap((entry) => {
      const value = values[entry.name];
      return value === undefined ? [] : [this.#familyOf(entry, value)];
    });
  }

  /** Keeps what a look at the migration showed. Of more than ten between two scrapes the oldest are lost. */
  record(vmi: MigratingInstance, timestampMillis: number, progress: MigrationProgress): void {
    const key = `${vmi.namespace}/${vmi.name}`;
    const results = this.#waiting.get(key) ?? [];
    const labelValues = [vmi.name, vmi.namespace, vmi.nodeName];
    const labels = renderLabels([
      { name: "name", value: vmi.name },
      { name: "namespace", value: vmi.namespace },
      { name: "node", value: vmi.nodeName },
    ]);
    this.#waiting.set(
      key,
      [...results, { labelValues, labels, timestampMillis, progress }].slice(-keptResults),
    );
  }

  #familyOf({ name, help, type }: FamilyHead, value: keyof MigrationProgress): Family {
    const start = sharedUtf8(name);
    const append = (writer: SampleWriter, t: number) => {
      for (const { labels, timestampMillis, progress } of this.#takeAt(t)) {
        writer.text(start);
        writer.text(labels);
        writer.valueAt(progress[value], timestampMillis);
      }
    };
    return { name, help, type, append };
  }

  /** All families of one page show the same results. */
  #takeAt(t: number): readonly Result[] {
    if (t !== this.#takenAt) {
      this.#taken = [...this.#waiting.values()].flat().toSorted(compareResults);
      this.#waiting.clear();
      this.#takenAt = t;
    }
    return this.#taken;
  }
}

function compareResults(a: Result, b: Result): number {
  return compareLabelValues(a.labelValues, b.labelValues) || a.timestampMillis - b.timestampMillis;
}
