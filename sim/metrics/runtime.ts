import type { KubeVirtVersion } from "../model/components.ts";
import { entryOf } from "./catalogue.ts";
import type { Family, FamilyHead, SampleWriter } from "./family.ts";
import { sharedUtf8 } from "./labels.ts";
import type { Pauses } from "./runtime/garbage-collector.ts";
import type { GoProcess, GoProcessState } from "./runtime/go-process.ts";
import { FunctionMetric, GaugeVec } from "./vec.ts";

type Read = (state: GoProcessState) => number;

/** Where each plain metric of a Go process stands in its state. */
const readings: Readonly<Record<string, Read>> = {
  go_goroutines: ({ goroutines }) => goroutines,
  go_threads: ({ threads }) => threads,
  go_memstats_alloc_bytes: ({ memory }) => memory.allocBytes,
  go_memstats_alloc_bytes_total: ({ memory }) => memory.allocatedBytesTotal,
  go_memstats_buck_hash_sys_bytes: ({ memory }) => memory.buckHashSysBytes,
  go_memstats_frees_total: ({ memory }) => memory.freesTotal,
  go_memstats_gc_sys_bytes: ({ memory }) => memory.gcSysBytes,
  go_memstats_heap_alloc_bytes: ({ memory }) => memory.allocBytes,
  go_memstats_heap_idle_bytes: ({ memory }) => memory.heapIdleBytes,
  go_memstats_heap_inuse_bytes: ({ memory }) => memory.heapInuseBytes,
  go_memstats_heap_objects: ({ memory }) => memory.heapObjects,
  go_memstats_heap_released_bytes: ({ memory }) => memory.heapReleasedBytes,
  go_memstats_heap_sys_bytes: ({ memory }) => memory.heapSysBytes,
  go_memstats_last_gc_time_seconds: ({ lastCollectionTimeSeconds }) => lastCollectionTimeSeconds,
  go_memstats_mallocs_total: ({ memory }) => memory.mallocsTotal,
  go_memstats_mcache_inuse_bytes: ({ memory }) => memory.mcacheInuseBytes,
  go_memstats_mcache_sys_bytes: ({ memory }) => memory.mcacheSysBytes,
  go_memstats_mspan_inuse_bytes: ({ memory }) => memory.mspanInuseBytes,
  go_memstats_mspan_sys_bytes: ({ memory }) => memory.mspanSysBytes,
  go_memstats_next_gc_bytes: ({ memory }) => memory.nextGcBytes,
  go_memstats_other_sys_bytes: ({ memory }) => memory.otherSysBytes,
  go_memstats_stack_inuse_bytes: ({ memory }) => memory.stackBytes,
  go_memstats_stack_sys_bytes: ({ memory }) => memory.stackBytes,
  go_memstats_sys_bytes: ({ memory }) => memory.sysBytes,
  process_cpu_seconds_total: ({ cpuSeconds }) => cpuSeconds,
  process_max_fds: () => 1_048_576,
  process_open_fds: ({ openFileDescriptors }) => openFileDescriptors,
  process_resident_memory_bytes: ({ residentBytes }) => residentBytes,
  process_start_time_seconds: ({ startTimeSeconds }) => startTimeSeconds,
  process_virtual_memory_bytes: ({ virtualBytes }) => virtualBytes,
  /** No limit: RLIM_INFINITY. */
  process_virtual_memory_max_bytes: () => 2 ** 64,
};

/** What came with later releases of client_golang than the one of legacy. */
const newReadings: Readonly<Record<string, Read>> = {
  go_gc_gogc_percent: () => 100,
  /** No limit: math.MaxInt64. */
  go_gc_gomemlimit_bytes: () => 2 ** 63,
  process_network_receive_bytes_total: ({ networkReceivedBytes }) => networkReceivedBytes,
  process_network_transmit_bytes_total: ({ networkSentBytes }) => networkSentBytes,
};

/** What later releases of client_golang dropped. */
const oldReadings: Readonly<Record<string, Read>> = {
  go_memstats_gc_cpu_fraction: ({ garbageCollectionCpuFraction }) => garbageCollectionCpuFraction,
  go_memstats_lookups_total: () => 0,
};

const plainReadings = {
  old: Object.entries({ ...readings, ...oldReadings }),
  new: Object.entries({ ...readings, ...newReadings }),
};

/** The series of client_golang's Go and process collectors. */
export function buildRuntimeFamilies(process: GoProcess, version: KubeVirtVersion): readonly Family[] {
  const head = (name: string) => entryOf(version, name);
  const stateAt = latest((t: number) => process.at(t));
  const families: Family[] = plainReadings[version === "legacy" ? "old" : "new"].map(
    ([name, read]) => new FunctionMetric(head(name), (t) => read(stateAt(t))),
  );
  if (version !== "legacy") {
    families.push(new FunctionMetric(head("go_sched_gomaxprocs_threads"), () => process.maxProcs));
  }
  const info = new GaugeVec("go_info", head("go_info").help, ["version"]);
  info.set([process.release.version], 1);
  return [...families, info, buildPauseSummary(head("go_gc_duration_seconds"), (t) => stateAt(t).pauses)];
}

function buildPauseSummary({ name, help, type }: FamilyHead, pausesAt: (t: number) => Pauses): Family {
  const quantiles = ["0", "0.25", "0.5", "0.75", "1"].map((quantile) =>
    sharedUtf8(`${name}{quantile="${quantile}"} `),
  );
  const [sum, count] = [sharedUtf8(`${name}_sum `), sharedUtf8(`${name}_count `)];
  return {
    name,
    help,
    type,
    append: (writer, t) => {
      const pauses = pausesAt(t);
      quantiles.forEach((prefix, index) => line(writer, prefix, pauses.quantiles[index] ?? 0));
      line(writer, sum, pauses.sum);
      line(writer, count, pauses.count);
    },
  };
}

function line(writer: SampleWriter, prefix: Uint8Array, value: number): void {
  writer.text(prefix);
  writer.value(value);
}

/** The same function, which remembers its last answer: all families of a page ask for the same t. */
function latest<T>(at: (t: number) => T): (t: number) => T {
  let last: { readonly t: number; readonly value: T } | undefined;
  return (t) => {
    if (last?.t !== t) last = { t, value: at(t) };
    return last.value;
  };
}
