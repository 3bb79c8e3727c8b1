import type { Kind } from "../kinds.ts";
import { isBeingDeleted, type KubeObject } from "../object.ts";
import { podKind, type Pod } from "../objects/pod.ts";
import { after, type ControllerContext } from "./context.ts";

/** How long the real collector takes to notice, in seconds. */
const noticeSeconds = 0.2;

/** An object that belongs to another. */
interface Dependent {
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string;
}

/** Deletes what belonged to an object that is gone, as background propagation does. */
export function startGarbageCollector(context: ControllerContext): void {
  const { store } = context;
  /** By the uid of the owner. */
  const dependents = new Map<string, Map<string, Dependent>>();
  const note = (kind: Kind, { metadata: { namespace, name, uid, ownerReferences = [] } }: KubeObject) => {
    for (const owner of ownerReferences) {
      const of = dependents.get(owner.uid) ?? new Map<string, Dependent>();
      dependents.set(owner.uid, of.set(uid, { kind, namespace, name, uid }));
    }
  };
  const forget = ({ metadata: { uid, ownerReferences = [] } }: KubeObject) => {
    for (const owner of ownerReferences) dependents.get(owner.uid)?.delete(uid);
  };
  store.subscribe(({ type, kind, object, previous }) => {
    if (object.metadata.ownerReferences !== previous?.metadata.ownerReferences) note(kind, object);
    if (type !== "DELETED") return;
    forget(object);
    const orphans = [...(dependents.get(object.metadata.uid)?.values() ?? [])];
    dependents.delete(object.metadata.uid);
    if (orphans.length > 0)
      after(context, noticeSeconds, () =>
        orphans.forEach((orphan) => collect(context, object.metadata.uid, orphan)),
      );
  });
}

/** Deletes it, unless it has been taken from the owner that is gone: that is how dependents are kept. */
function collect({ store }: ControllerContext, ownerUid: string, dependent: Dependent): void {
  const { kind, namespace, name, uid } = dependent;
  const present = store.get(kind, namespace, name);
  if (present?.metadata.uid !== uid || isBeingDeleted(present)) return;
  if (!present.metadata.ownerReferences?.some((owner) => owner.uid === ownerUid)) return;
  store.delete(kind, namespace, name, kind === podKind ? graceOf(present as Pod) : 0);
}

function graceOf({ spec }: Pod): number {
  return spec.terminationGracePeriodSeconds ?? 30;
}
