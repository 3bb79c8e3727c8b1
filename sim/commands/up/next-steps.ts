import { join } from "node:path";
import type { Cluster } from "../../cluster/cluster.ts";
import type { ClusterFile } from "../../cluster/cluster-file.ts";
import { fileNames } from "../../cluster/files.ts";

import { defaultDirectory } from "../shared-options.ts";

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

/** What there is to know of a cluster that goes on by itself. */
export function detachedText(cluster: ClusterFile, directory: string, logFile: string): string {
  const { components, prometheus, pid } = cluster;
  const where = directory === defaultDirectory ? "" : ` --dir ${shellWord(directory)}`;
  return [
    `Ready: ${components.length} components. Process ${pid} goes on; it writes to ${logFile}.`,
    nextSteps({ directory, prometheusUrl: prometheus?.url, components: () => components }),
    `  kvsim status${where}`,
    "",
    `kvsim down${where} ends it.`,
    "",
  ].join("\n");
}

type NextStepsOf = Pick<Cluster, "directory" | "prometheusUrl" | "components">;

/** As one word of a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
