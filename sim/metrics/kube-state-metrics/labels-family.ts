import type { StateObject } from "./objects.ts";
import type { StateFamily } from "./state-family.ts";

/** The family `kube_<resource>_labels`: one sample for each object, with those of its labels that are allowed. */
export function labelsFamily<T extends StateObject>(
  name: string,
  what: string,
  allowed: readonly string[],
): StateFamily<T> {
  return {
    name,
    help: `Labels of the ${what} that are allowed to be shown, as labels.`,
    stability: "STABLE",
    labels: ["label_*"],
    samples: ({ metadata: { labels = {} } }) => [{ labels: shownLabels(labels, allowed), value: 1 }],
  };
}

function shownLabels(labels: Readonly<Record<string, string>>, allowed: readonly string[]) {
  const shown = allowed.flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [[labelName(key), value] as const];
  });
  return Object.fromEntries(shown.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `vm.kubevirt.io/name` → `label_vm_kubevirt_io_name`, camel case as snake case. */
function labelName(key: string): string {
  const name = sanitized(key).replace(/([a-z0-9])([A-Z])/g, "$1_$2");
  return `label_${name.toLowerCase()}`;
}

/** Characters that Prometheus' names do not have become underscores. */
export function sanitized(name: string): string {
  return name.replace(/[^a-zA-Z0-9_]/g, "_");
}
