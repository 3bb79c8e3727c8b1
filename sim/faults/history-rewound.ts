import { defineFaultKind } from "./define.ts";
import { count } from "./settings.ts";

const usualVersions = 1_000_000;

/**
 * The apiserver is away, and comes back as of an older backup: its resourceVersions are lower than clients know.
 *
 * What they resume from lies in the future then. A server that waited for it would leave them with what they
 * have until their watches time out; this one says 410, and to lists "Too large resource version".
 */
export const historyRewound = defineFaultKind({
  name: "history-rewound",
  description:
    "The apiserver is away, and comes back with lower resourceVersions, as one that was restored from a backup. " +
    'Watches are refused with 410, lists of what clients know with 504 "Too large resource version", until they ' +
    "ask for whatever is newest: Prometheus needs about 20 s. Everyone is concerned.",
  scope: "apiserver",
  settings: {
    versions: count(`How far resourceVersions go back. Without it: ${usualVersions}, or to the first.`),
  },
  explain: () => "the apiserver is away, and its resourceVersions are lower afterwards",
  effect: () => ({ type: "refuse" }),
  history: ({ versions = usualVersions }) => ({ type: "rewind", versions }),
});
