import { catalogueOf } from "../../../sim/metrics/catalogue.ts";
import { queueDepth } from "../../../sim/model/resources/disk.ts";
import { longestFrameBytes } from "../../../sim/model/resources/interface.ts";
import { grown, ofOneDomain, readingSeconds, windowSecondsOf, type Property, type Timing } from "./promql.ts";

const domainCounters = catalogueOf("v1.9")
  .filter(
    ({ type, components, labels }) =>
      type === "counter" &&
      components.includes("virt-handler") &&
      labels.includes("name") &&
      labels.includes("node"),
  )
  .map(({ name }) => name);

/** Sums of what was ticks and nanoseconds before it was divided are off by less. */
const rounding = 1e-6;

/** What the numbers of one domain have to be like, whatever it does. */
export function domainProperties(timing: Timing): readonly Property[] {
  const windowSeconds = windowSecondsOf(timing);
  const mostSeconds = windowSeconds + readingSeconds;
  return [
    ...domainCounters.filter((name) => !isOfMigration(name)).map((name) => neverFalls(name, timing)),
    {
      title: "a vCPU runs no longer than time passes",
      offences: ofOneDomain(
        `sum without (state) (${grown("kubevirt_vmi_vcpu_seconds_total", timing)}) > ${mostSeconds}`,
        timing,
      ),
      subjects: `${grown("kubevirt_vmi_vcpu_seconds_total", timing)} > 0`,
    },
    {
      title: "user and system time are no more than the usage",
      offences:
        "kubevirt_vmi_cpu_user_usage_seconds_total + kubevirt_vmi_cpu_system_usage_seconds_total " +
        `> kubevirt_vmi_cpu_usage_seconds_total + ${rounding}`,
      subjects: "kubevirt_vmi_cpu_user_usage_seconds_total + kubevirt_vmi_cpu_system_usage_seconds_total",
    },
    ...["unused", "usable", "available"].map((part, index, parts) => {
      const whole = parts[index + 1] ?? "domain";
      return {
        title: `${part} memory is part of the ${whole} memory`,
        offences: `kubevirt_vmi_memory_${part}_bytes > kubevirt_vmi_memory_${whole}_bytes`,
        subjects: `kubevirt_vmi_memory_${part}_bytes <= kubevirt_vmi_memory_${whole}_bytes`,
      };
    }),
    ...["receive", "transmit"].map((way) => ({
      title: `packets are long enough for the bytes they ${way}`,
      offences: `kubevirt_vmi_network_${way}_bytes_total > kubevirt_vmi_network_${way}_packets_total * ${longestFrameBytes}`,
      subjects: `kubevirt_vmi_network_${way}_bytes_total > 0`,
    })),
    {
      title: "a disk works on no more requests at once than its queue holds",
      offences: ofOneDomain(`${busyDisk(timing)} > ${mostSeconds * queueDepth}`, timing),
      subjects: `${busyDisk(timing)} > 0`,
    },
    {
      title: "a filesystem holds no more than its capacity",
      offences: "kubevirt_vmi_filesystem_used_bytes > kubevirt_vmi_filesystem_capacity_bytes",
      subjects: "kubevirt_vmi_filesystem_used_bytes <= kubevirt_vmi_filesystem_capacity_bytes",
    },
  ];
}

/** Of a cluster in which VMs take some scrapes to migrate. */
export function migrationProperties(timing: Timing): readonly Property[] {
  return domainCounters.filter(isOfMigration).map((name) => neverFalls(name, timing));
}

/** Of a cluster in which a VM is paused for some windows. */
export function pauseProperty(timing: Timing): Property {
  const { scrapeIntervalSeconds } = timing;
  const windowSeconds = windowSecondsOf(timing);
  // That it is, and that it no longer is, is seen a moment later: so also at the scrapes around the window.
  const around = 2;
  const scrapes = windowSeconds / scrapeIntervalSeconds + 2 * around;
  const paused = `count_over_time(kubevirt_vm_info{status="paused"}[${scrapes * scrapeIntervalSeconds}s]) >= ${scrapes}`;
  const usage = grown("kubevirt_vmi_cpu_usage_seconds_total", timing, around * scrapeIntervalSeconds);
  return {
    title: "the CPU of a paused VM stands still",
    offences: `(${usage} > 0) and on (namespace, name) (${paused})`,
    subjects: `${usage} and on (namespace, name) (${paused})`,
  };
}

function isOfMigration(counter: string): boolean {
  return counter.startsWith("kubevirt_vmi_migration_");
}

function neverFalls(counter: string, timing: Timing): Property {
  return {
    title: `${counter} never falls while its domain lives`,
    offences: ofOneDomain(`resets(${counter}[${windowSecondsOf(timing)}s]) > 0`, timing),
    subjects: counter,
  };
}

function busyDisk(timing: Timing): string {
  const times = ["read", "write"].map((kind) => `kubevirt_vmi_storage_${kind}_times_seconds_total`);
  return `(${times.map((time) => grown(time, timing)).join(" + ")})`;
}
