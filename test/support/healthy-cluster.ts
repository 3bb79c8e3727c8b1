import { expect } from "vitest";
import type { VirtualCluster } from "../../sim/cluster/virtual-cluster.ts";
import { componentKinds } from "../../sim/model/components.ts";
import { parseExposition, type Sample } from "./exposition.ts";
import { scenario, virtualMachine } from "./scenario.ts";
import { bootVirtually, pageTextOf, readyPodsOf } from "./virtual-cluster.ts";

const hourSeconds = 3600;

/** What is true of each sample of these metrics while none of KubeVirt's alerts has reason to fire. */
const quiet: Readonly<Record<string, (value: number) => boolean>> = {
  kubevirt_virt_handler_ready_status: (value) => value === 1,
  kubevirt_virt_controller_ready_status: (value) => value === 1,
  kubevirt_virt_operator_ready_status: (value) => value === 1,
  kubevirt_virt_api_ready_status: (value) => value === 1,
  kubevirt_vmi_non_evictable: (value) => value === 0,
  kubevirt_vmi_number_of_outdated: (value) => value === 0,
};

/**
 * Boots one VM of each workload that is well, on two nodes, and looks at all pages every hour: no error is
 * counted, series neither come nor go, and nothing is so that an alert of KubeVirt's would fire.
 */
export async function expectHealthFor(hours: number): Promise<void> {
  const types = ["idle", "web", "database", "batch", "windows-desktop"] as const;
  const vms = types.map((type) =>
    virtualMachine(type, { memoryBytes: 4 * 2 ** 30, workload: { type, parameters: {} } }),
  );
  const cluster = await bootVirtually(
    scenario({ nodes: scenario().nodes.slice(0, 2), virtualMachines: vms }),
  );
  const first = await scrapeAll(cluster, hourSeconds);
  expect(first.size).toBeGreaterThan(1000);
  expectQuiet(first);
  for (let hour = 2; hour <= hours; hour++) {
    const present = await scrapeAll(cluster, hour * hourSeconds);
    const came = [...present.keys()].filter((series) => !first.has(series));
    const went = [...first.keys()].filter((series) => !present.has(series));
    expect({ hour, came, went }).toEqual({ hour, came: [], went: [] });
    const errors = [...present].filter(
      ([series, sample]) => isError(sample) && sample.value !== first.get(series)?.value,
    );
    expect(errors.map(([series]) => series)).toEqual([]);
    expectQuiet(present);
  }
}

/** All samples of all pods, by pod and series. */
async function scrapeAll(cluster: VirtualCluster, t: number): Promise<Map<string, Sample>> {
  await cluster.advance(t);
  const samples = new Map<string, Sample>();
  for (const kind of componentKinds) {
    for (const { metadata } of readyPodsOf(cluster, kind)) {
      for (const sample of parseExposition(await pageTextOf(cluster, metadata.name)))
        samples.set(`${metadata.name} ${sample.name}${JSON.stringify(sample.labels)}`, sample);
    }
  }
  return samples;
}

/** Whether the sample counts what goes wrong. */
function isError({ name, labels }: Sample): boolean {
  const code = labels["code"] ?? "";
  return (
    /_errors_total$|_dropped_total$|guest_os_panic_total$/.test(name) ||
    (/requests_total$/.test(name) && (code === "<error>" || /^[45]/.test(code)))
  );
}

function expectQuiet(page: ReadonlyMap<string, Sample>): void {
  const samples = [...page.values()];
  for (const { name, labels, value } of samples)
    expect(quiet[name]?.(value) ?? true, `${name}${JSON.stringify(labels)} ${value}`).toBe(true);
  const of = (name: string) => samples.filter((sample) => sample.name === name);
  for (const component of ["controller", "operator"]) {
    const leaders = of(`kubevirt_virt_${component}_leading_status`).filter(({ value }) => value === 1);
    expect(leaders, component).toHaveLength(1);
  }
  const statuses = of("kubevirt_vm_info").map(({ labels }) => labels["status_group"]);
  expect(new Set(statuses)).toEqual(new Set(["running"]));
  const capacities = of("kubevirt_vmi_filesystem_capacity_bytes");
  const used = of("kubevirt_vmi_filesystem_used_bytes");
  expect(used.length).toBeGreaterThan(0);
  for (const { labels, value } of used) {
    const same = capacities.find((other) => JSON.stringify(other.labels) === JSON.stringify(labels));
    expect(value / (same?.value ?? NaN), JSON.stringify(labels)).toBeLessThan(0.85);
  }
}
