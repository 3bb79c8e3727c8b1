import type { ClusterFile } from "../../cluster/cluster-file.ts";
import { ClusterError } from "../../cluster/errors.ts";
import { nearest } from "../../scenario/suggest.ts";
import { tableOf } from "../listing.ts";

export type ComponentPod = ClusterFile["components"][number];

/**
 * The one pod that `word` means: its name, the beginning of that (`virt-handler`), a node's name or the
 * beginning of that, or both (`virt-handler/node-1`). Throws ClusterError when it means none or several.
 */
export function choosePod(pods: readonly ComponentPod[], word: string): ComponentPod {
  const matches = matching(pods, word);
  const [only] = matches;
  if (only === undefined) throw noSuchPod(pods, word);
  if (matches.length === 1) return only;
  throw new ClusterError(
    `${word} may be ${matches.length} pods:\n${tableOf(matches, columns).map(indented).join("\n")}`,
    `Name one of them, for example ${only.pod}.`,
  );
}

const columns = [
  { title: "POD", cell: ({ pod }: ComponentPod) => pod },
  { title: "NODE", cell: ({ node }: ComponentPod) => node },
];

/** What is named in full wins over what only begins so: `node-1` is not `node-10`. */
function matching(pods: readonly ComponentPod[], word: string): readonly ComponentPod[] {
  const [kind = "", nodeWord = ""] = word.includes("/") ? word.split("/", 2) : ["", word];
  const ofKind = word.includes("/") ? pods.filter((pod) => pod.kind === kind) : pods;
  const exact = ofKind.filter(({ pod, node }) => pod === word || node === nodeWord);
  if (exact.length > 0) return exact;
  return ofKind.filter(
    ({ pod, node }) => node.startsWith(nodeWord) || (ofKind === pods && pod.startsWith(word)),
  );
}

function noSuchPod(pods: readonly ComponentPod[], word: string): ClusterError {
  const names = pods.flatMap(({ kind, pod, node }) => [kind, pod, node]);
  const meant = nearest(word, [...new Set(names)]);
  return new ClusterError(
    `no component of the cluster is called ${word}`,
    meant === undefined ? "See kvsim status for the pods there are." : `Did you mean ${meant}?`,
  );
}

function indented(line: string): string {
  return `  ${line}`;
}
