import { expect, test } from "vitest";
import { ApiMetrics } from "../../../sim/metrics/virt-api/api-metrics.ts";
import { parseExposition } from "../../support/exposition.ts";
import { textOf } from "../../support/page.ts";

const shown = (metrics: ApiMetrics) =>
  parseExposition(textOf(metrics.families)).map(({ name, labels, value }) => [name, labels, value]);
const web = { namespace: "shop", vmi: "web" };

test("a session counts while it is open, and leaves its series behind", () => {
  const metrics = new ApiMetrics("v1.9");
  expect(shown(metrics)).toEqual([]);
  const close = metrics.sessionOpened("vnc", "shop", "web", 1_780_000_000.75);
  metrics.sessionOpened("portforward", "shop", "web", 1_780_000_010)();
  expect(shown(metrics)).toEqual([
    ["kubevirt_portforward_active_tunnels", web, 0],
    ["kubevirt_vmi_last_api_connection_timestamp_seconds", web, 1_780_000_010],
    ["kubevirt_vnc_active_connections", web, 1],
  ]);
  close();
  close();
  expect(shown(metrics).at(-1)).toEqual(["kubevirt_vnc_active_connections", web, 0]);
});

test("VMs are counted by the namespace they are created in", () => {
  const metrics = new ApiMetrics("v1.9");
  for (const namespace of ["shop", "default", "shop"]) metrics.machineCreated(namespace);
  expect(shown(metrics)).toEqual([
    ["kubevirt_vm_created_by_pod_total", { namespace: "default" }, 1],
    ["kubevirt_vm_created_by_pod_total", { namespace: "shop" }, 2],
  ]);
});

test("legacy has none of these", () => {
  const metrics = new ApiMetrics("legacy");
  metrics.sessionOpened("console", "shop", "web", 1)();
  metrics.machineCreated("shop");
  expect(shown(metrics)).toEqual([]);
});
