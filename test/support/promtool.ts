import { spawn } from "node:child_process";
import { program } from "./prometheus.ts";

/** Where promtool is; undefined where there is none. */
export const promtool = program("PROMTOOL", "promtool");

/** What promtool finds fault with in KubeVirt's own names. */
const kubeVirtsOwn = [
  /^\S+ label names should be written in 'snake_case' not 'camelCase'$/,
  /^kubevirt_vmi_memory_swap_traffic_bytes_total non-counter metrics should not have "_total" suffix$/,
  /^kubevirt_vm_\w+_status_last_transition_timestamp_seconds counter metrics should have "_total" suffix$/,
  // One scrape brings several samples of a series, each with its time.
  /^kubevirt_vmi_migration_\w+ metric not unique$/,
  /^kubevirt_vmi_phase_count non-histogram and non-summary metrics should not have "_count" suffix$/,
  /^kubevirt_vmi_storage_times_ms_total metric names should not contain abbreviated units$/,
];

/** What `promtool check metrics` says of a page, but for what KubeVirt's own names make it say. */
export async function checkMetrics(
  page: string,
): Promise<{ readonly readable: boolean; readonly complaints: readonly string[] }> {
  const child = spawn(promtool ?? "", ["check", "metrics"]);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString()));
  child.stdin.end(page);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const lines = output.split("\n").filter((line) => line !== "");
  return {
    // 3 says that it read the page and found something of style.
    readable: exitCode === 0 || exitCode === 3,
    complaints: lines.filter((line) => !kubeVirtsOwn.some((known) => known.test(line))),
  };
}
