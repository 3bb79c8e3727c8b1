import { componentKinds } from "../../model/components.ts";
import { entries } from "./entry.ts";

const always = {
  components: componentKinds,
  labels: [],
  since: "v0.15",
  when: "always",
} as const;

/** client_golang's Go collector. */
export const goRuntime = entries({ ...always, type: "gauge", unit: "bytes" }, [
  {
    name: "go_gc_duration_seconds",
    type: "summary",
    unit: "seconds",
    labels: ["quantile"],
    help: "How long the program stood still for garbage collections.",
  },
  {
    name: "go_gc_gogc_percent",
    unit: "percent",
    since: "v1.9",
    help: "How much the heap may grow before the next collection.",
  },
  { name: "go_gc_gomemlimit_bytes", since: "v1.9", help: "Memory that the Go runtime tries to stay below." },
  { name: "go_goroutines", unit: "goroutines", help: "Goroutines that exist." },
  { name: "go_info", unit: "info", labels: ["version"], help: "The release of Go." },
  { name: "go_memstats_alloc_bytes", help: "Heap bytes allocated and not freed." },
  {
    name: "go_memstats_alloc_bytes_total",
    type: "counter",
    help: "Heap bytes ever allocated, freed or not.",
  },
  { name: "go_memstats_buck_hash_sys_bytes", help: "Bytes used by the profiler's hash table." },
  { name: "go_memstats_frees_total", type: "counter", unit: "objects", help: "Heap objects ever freed." },
  {
    name: "go_memstats_gc_cpu_fraction",
    unit: "ratio",
    until: "v0.31",
    help: "Share of the program's CPU time that went into garbage collection.",
  },
  { name: "go_memstats_gc_sys_bytes", help: "Bytes that the garbage collector uses for itself." },
  { name: "go_memstats_heap_alloc_bytes", help: "Heap bytes allocated and not freed." },
  { name: "go_memstats_heap_idle_bytes", help: "Heap bytes in spans that hold nothing." },
  { name: "go_memstats_heap_inuse_bytes", help: "Heap bytes in spans that hold something." },
  { name: "go_memstats_heap_objects", unit: "objects", help: "Heap objects allocated and not freed." },
  { name: "go_memstats_heap_released_bytes", help: "Heap bytes given back to the operating system." },
  { name: "go_memstats_heap_sys_bytes", help: "Heap bytes got from the operating system." },
  {
    name: "go_memstats_last_gc_time_seconds",
    unit: "unix seconds",
    help: "When the last garbage collection ended.",
  },
  {
    name: "go_memstats_lookups_total",
    type: "counter",
    unit: "lookups",
    until: "v0.31",
    help: "Pointer lookups.",
    notes: "always 0",
  },
  {
    name: "go_memstats_mallocs_total",
    type: "counter",
    unit: "objects",
    help: "Heap objects ever allocated.",
  },
  { name: "go_memstats_mcache_inuse_bytes", help: "Bytes that mcache structures use." },
  { name: "go_memstats_mcache_sys_bytes", help: "Bytes set aside for mcache structures." },
  { name: "go_memstats_mspan_inuse_bytes", help: "Bytes that mspan structures use." },
  { name: "go_memstats_mspan_sys_bytes", help: "Bytes set aside for mspan structures." },
  { name: "go_memstats_next_gc_bytes", help: "Heap size at which the next garbage collection begins." },
  { name: "go_memstats_other_sys_bytes", help: "Bytes that the runtime got for anything else." },
  { name: "go_memstats_stack_inuse_bytes", help: "Bytes that stacks use." },
  { name: "go_memstats_stack_sys_bytes", help: "Bytes set aside for stacks." },
  { name: "go_memstats_sys_bytes", help: "Bytes got from the operating system in all." },
  {
    name: "go_sched_gomaxprocs_threads",
    unit: "threads",
    since: "v1.9",
    help: "Threads that may run Go code at the same time.",
  },
  { name: "go_threads", unit: "threads", help: "Threads that the program has made." },
]);

/** client_golang's process collector. */
export const processMetrics = entries({ ...always, type: "gauge", unit: "bytes" }, [
  {
    name: "process_cpu_seconds_total",
    type: "counter",
    unit: "seconds",
    help: "CPU time of the process, in user mode and in the kernel.",
  },
  { name: "process_max_fds", unit: "descriptors", help: "File descriptors that the process may have open." },
  {
    name: "process_network_receive_bytes_total",
    type: "counter",
    since: "v1.9",
    help: "Bytes received over the network by all that share the pod's network.",
  },
  {
    name: "process_network_transmit_bytes_total",
    type: "counter",
    since: "v1.9",
    help: "Bytes sent over the network by all that share the pod's network.",
  },
  { name: "process_open_fds", unit: "descriptors", help: "File descriptors that the process has open." },
  { name: "process_resident_memory_bytes", help: "Memory of the process that is in RAM." },
  { name: "process_start_time_seconds", unit: "unix seconds", help: "When the process began." },
  { name: "process_virtual_memory_bytes", help: "Address space of the process." },
  { name: "process_virtual_memory_max_bytes", help: "Address space that the process may have." },
]);

/** client_golang's instrumented /metrics handler. */
export const metricHandler = entries({ ...always }, [
  {
    name: "promhttp_metric_handler_requests_in_flight",
    type: "gauge",
    unit: "scrapes",
    help: "Scrapes being served, this one among them.",
  },
  {
    name: "promhttp_metric_handler_requests_total",
    type: "counter",
    unit: "scrapes",
    labels: ["code"],
    help: "Scrapes served, by HTTP status.",
  },
]);
