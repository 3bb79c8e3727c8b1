import { kindKey, kinds, type Kind } from "../kinds.ts";
import type { KubeObject } from "../object.ts";
import { podKind, type Pod } from "../objects/pod.ts";
import { after, type ControllerContext } from "./context.ts";

/** How long the real collector takes to notice, in seconds. */
const noticeSeconds = 0.2;

/** Deletes what belonged to an object that is gone, as background propagation does. */
export function startGarbageCollector(context: ControllerContext): void {
  const { store } = context;
  const dependents = new Map<string, Map<string, { kind: Kind; object: KubeObject }>>();
  const note = (kind: Kind, object: KubeObject) => {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const of = dependents.get(uid) ?? new Map<string, { kind: Kind; object: KubeObject }>();
      dependents.set(uid, of.set(object.metadata.uid, { kind, object }));
    }
  };
  const forget = (object: KubeObject) => {
    for (const { uid } of object.metadata.ownerReferences ?? [])
      dependents.get(uid)?.delete(object.metadata.uid);
  };
  store.subscribe(({ type, kind, object }) => {
    if (type === "ADDED") note(kind, object);
    if (type !== "DELETED") return;
    forget(object);
    const orphans = [...(dependents.get(object.metadata.uid)?.values() ?? [])];
    dependents.delete(object.metadata.uid);
    if (orphans.length > 0)
      after(context, noticeSeconds, () => orphans.forEach((orphan) => collect(context, orphan)));
  });
}

function collect({ store }: ControllerContext, { kind, object }: { kind: Kind; object: KubeObject }): void {
  const { namespace, name, uid } = object.metadata;
  const present = store.get(kinds.get(kindKey(kind.group, kind.plural)) ?? kind, namespace, name);
  if (present?.metadata.uid !== uid || present.metadata.deletionTimestamp !== undefined) return;
  store.delete(kind, namespace, name, kind === podKind ? graceOf(present as Pod) : 0);
}

function graceOf(pod: Pod): number {
  return pod.spec.terminationGracePeriodSeconds ?? 30;
}
