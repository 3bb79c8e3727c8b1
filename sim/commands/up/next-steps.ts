import { join } from "node:path";
import type { Cluster } from "../../cluster/cluster.ts";
import { fileNames } from "../../cluster/files.ts";

/** What to run on a cluster that is ready: commands that work as they stand, in the directory of the command. */
export function nextSteps({ directory, prometheusUrl, components }: NextStepsOf): string {
  const file = (name: string) => shellWord(join(directory, name));
  const kubectl = `kubectl --kubeconfig ${file(fileNames.kubeconfig)}`;
  const handler = components().find(({ kind }) => kind === "virt-handler");
  return [
    "",
    `  ${kubectl} get vmi -A`,
    `  ${kubectl} get endpoints -n kubevirt kubevirt-prometheus-metrics -o yaml`,
    ...(handler === undefined ? [] : [`  curl -sk https://${handler.address}/metrics`]),
    prometheusUrl === undefined
      ? `  prometheus --config.file=${file(fileNames.prometheus)} --storage.tsdb.path=${file(fileNames.prometheusData)}`
      : `  Prometheus is at ${prometheusUrl}`,
    "",
  ].join("\n");
}

type NextStepsOf = Pick<Cluster, "directory" | "prometheusUrl" | "components">;

/** As one word of a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
