import type { Draft } from "../object.ts";
import type { PersistentVolumeClaim } from "../objects/claim.ts";
import { defaultStorageClassOf } from "../objects/storage-class.ts";
import type { Store } from "../store.ts";
import { given } from "./given.ts";

/** A claim with the API server's defaults: the default class, a filesystem, still to be bound. */
export function admitClaim(
  store: Store,
  draft: Draft<PersistentVolumeClaim>,
  previous: PersistentVolumeClaim | undefined,
): Draft<PersistentVolumeClaim> {
  const { spec } = draft;
  if (spec === previous?.spec) return draft;
  const className = spec.storageClassName ?? defaultStorageClassOf(store)?.metadata.name;
  return {
    ...draft,
    spec: {
      ...spec,
      ...(className === undefined ? {} : { storageClassName: className }),
      volumeMode: spec.volumeMode ?? "Filesystem",
    },
    status: given(draft.status) ?? { phase: "Pending" },
  };
}
