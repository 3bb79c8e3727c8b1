import { expect } from "vitest";
import { buildComponentMetrics } from "../../sim/metrics/component-metrics.ts";
import type { Family } from "../../sim/metrics/family.ts";
import { DomainFamilies } from "../../sim/metrics/virt-handler/domain-families.ts";
import { componentKinds, kubeVirtVersions, type KubeVirtVersion } from "../../sim/model/components.ts";
import { domain, instance } from "../support/domain.ts";
import { textOf } from "../support/page.ts";
import { testWith } from "../support/prometheus.ts";
import { checkMetrics, promtool } from "../support/promtool.ts";

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
      const page = textOf([...metrics.families, ...guests], 60);
      expect(await checkMetrics(page)).toEqual({ readable: true, complaints: [] });
    });
  }
}
