import { spawn } from "node:child_process";
import { expect } from "vitest";
import { buildComponentMetrics } from "../../sim/metrics/component-metrics.ts";
import type { Family } from "../../sim/metrics/family.ts";
import { DomainFamilies } from "../../sim/metrics/virt-handler/domain-families.ts";
import { componentKinds, kubeVirtVersions, type KubeVirtVersion } from "../../sim/model/components.ts";
import { domain, instance } from "../support/domain.ts";
import { textOf } from "../support/page.ts";
import { program, testWith } from "../support/prometheus.ts";

const promtool = program("PROMTOOL", "promtool");

/** What promtool finds fault with in KubeVirt's own names. */
const kubeVirtsOwn = [
  /^\S+ label names should be written in 'snake_case' not 'camelCase'$/,
  /^kubevirt_vmi_memory_swap_traffic_bytes_total non-counter metrics should not have "_total" suffix$/,
  /^kubevirt_vmi_phase_count non-histogram and non-summary metrics should not have "_count" suffix$/,
  /^kubevirt_vmi_storage_times_ms_total metric names should not contain abbreviated units$/,
];

function guestFamilies(version: KubeVirtVersion): readonly Family[] {
  const handler = new DomainFamilies({ version, seed: 1, nodeName: "node01" });
  for (const name of ["a", "b"]) {
    handler.setDomain(domain(name));
    handler.setInstance(instance(name));
  }
  return handler.families;
}

for (const version of kubeVirtVersions) {
  for (const kind of componentKinds) {
    testWith({ promtool })(`promtool accepts the page of a ${version} ${kind}`, async () => {
      const metrics = buildComponentMetrics({
        kind,
        version,
        seed: 1,
        podUid: "pod",
        restartCount: 0,
        startedAtSeconds: -5,
        epochMillis: 1_780_000_000_000,
      });
      metrics.rest.request({ code: "200", host: "h", method: "GET", resource: "pods", verb: "LIST" });
      metrics.rest.latency({ url: "u", verb: "GET", seconds: 0.01 });
      metrics.rest.rateLimited({ url: "u", verb: "GET", seconds: 0 });
      metrics.workqueue("queue").added("item", 0);
      const guests = kind === "virt-handler" ? guestFamilies(version) : [];
      const { exitCode, complaints } = await check(textOf([...metrics.families, ...guests], 60));
      expect(complaints.filter((line) => !kubeVirtsOwn.some((known) => known.test(line)))).toEqual([]);
      // 3 says that it read the page and found something of style.
      expect([0, 3]).toContain(exitCode);
    });
  }
}

async function check(page: string): Promise<{ exitCode: number | null; complaints: readonly string[] }> {
  const child = spawn(promtool ?? "", ["check", "metrics"]);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString()));
  child.stdin.end(page);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { exitCode, complaints: output.split("\n").filter((line) => line !== "") };
}
