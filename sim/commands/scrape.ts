import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ClusterError } from "../cluster/errors.ts";
import { fileNames } from "../cluster/files.ts";
import { valueOf } from "./arguments.ts";
import type { Command } from "./command.ts";
import { choosePod, type ComponentPod } from "./running/choose-pod.ts";
import { runningCluster } from "./running/directory-state.ts";
import { httpsGet, whyNoAnswer } from "./running/https-get.ts";
import { defaultDirectory, dirOption } from "./shared-options.ts";

/** Prometheus' own default. */
const timeoutSeconds = 10;

export const scrape: Command = {
  name: "scrape",
  summary: "print the metrics of a component of a running cluster",
  usage: "POD [--dir DIRECTORY]",
  description: [
    "Scrapes a component once, as Prometheus does, and prints the page. POD is a pod's name or the beginning of",
    "one (virt-controller), a node (node-1), or both (virt-handler/node-1), where that means one pod.",
  ].join("\n"),
  options: { dir: dirOption },
  positionals: { least: 1, most: 1 },
  run: async (given, { out }) => {
    const directory = valueOf(given, "dir") ?? defaultDirectory;
    const { components } = await runningCluster(directory);
    const pod = choosePod(components, given.positionals[0] ?? "");
    const token = await readFile(join(directory, fileNames.discoveryToken), "utf8");
    out.write(await pageOf(pod, { authorization: `Bearer ${token}` }));
    return 0;
  },
};

/** KubeVirt's components ask nobody who they are; kube-state-metrics does. */
async function pageOf(
  { pod, address }: ComponentPod,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  const { status, body } = await httpsGet(`https://${address}/metrics`, { headers, timeoutSeconds }).catch(
    (error: unknown) => {
      throw new ClusterError(`${pod} (${address}): ${whyNoAnswer(error)}`, faultOrRestart);
    },
  );
  const text = body.toString();
  if (status === 200) return text;
  throw new ClusterError(`${pod} (${address}) answered ${status}: ${text.trimEnd()}`, faultOrRestart);
}

const faultOrRestart =
  "If no fault of the scenario is in force and no restart under way, look at pods.ndjson in the cluster's directory.";
