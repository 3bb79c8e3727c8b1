import type { Draft } from "../object.ts";
import { instanceNameLabel, migrationFinalizer, type InstanceMigration } from "../objects/migration.ts";
import { given } from "./given.ts";

/** A new migration as virt-api's webhook completes it: held until its job is over, and found by its VMI's name. */
export function admitMigration(
  draft: Draft<InstanceMigration>,
  previous: InstanceMigration | undefined,
): Draft<InstanceMigration> {
  if (previous !== undefined) return draft;
  const finalizers = draft.metadata.finalizers ?? [];
  return {
    ...draft,
    metadata: {
      ...draft.metadata,
      annotations: {
        ...draft.metadata.annotations,
        "kubevirt.io/latest-observed-api-version": "v1",
        "kubevirt.io/storage-observed-api-version": "v1",
      },
      labels: { ...draft.metadata.labels, [instanceNameLabel]: draft.spec.vmiName },
      finalizers: finalizers.includes(migrationFinalizer) ? finalizers : [...finalizers, migrationFinalizer],
    },
    status: given(draft.status) ?? {},
  };
}
