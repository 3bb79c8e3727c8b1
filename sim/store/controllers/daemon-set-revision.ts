import { nameSuffix } from "../../model/random.ts";
import { controlledBy } from "../object.ts";
import {
  controllerRevisionKind,
  revisionHashLabel,
  revisionsByController,
  type DaemonSet,
} from "../objects/workloads.ts";
import type { ControllerContext } from "./context.ts";

const defaultHistoryLimit = 10;

/** Keeps the DaemonSet's template as a ControllerRevision, and returns the hash its pods are labelled with. */
export function ensureRevision({ store, seed }: ControllerContext, daemonSet: DaemonSet): string {
  const { name, namespace = "", uid } = daemonSet.metadata;
  const { template, revisionHistoryLimit = defaultHistoryLimit } = daemonSet.spec;
  const hash = nameSuffix(10, seed, revisionHashLabel, name, JSON.stringify(template));
  const history = store.by(revisionsByController, uid).sort((a, b) => a.revision - b.revision);
  const newest = history.at(-1)?.revision ?? 0;
  const present = history.find(({ metadata }) => metadata.name === `${name}-${hash}`);
  if (present === undefined) {
    store.create(controllerRevisionKind, {
      apiVersion: "apps/v1",
      kind: "ControllerRevision",
      metadata: {
        name: `${name}-${hash}`,
        namespace,
        labels: { ...template.metadata.labels, [revisionHashLabel]: hash },
        ownerReferences: [controlledBy(daemonSet)],
      },
      data: { spec: { template: { ...template, $patch: "replace" } } },
      revision: newest + 1,
    });
    for (const old of history.slice(0, Math.max(0, history.length - revisionHistoryLimit))) {
      store.delete(controllerRevisionKind, namespace, old.metadata.name);
    }
  } else if (present.revision !== newest) {
    store.update(controllerRevisionKind, { ...present, revision: newest + 1 });
  }
  return hash;
}
