import type { CustomResourceDefinition } from "../../store/objects/custom-resource-definition.ts";

/** The status of a definition whose names nobody else has: from here on its kind is served. */
export function establishedStatus(
  { names, versions }: CustomResourceDefinition["spec"],
  now: string,
): CustomResourceDefinition["status"] {
  return {
    acceptedNames: names,
    conditions: [
      {
        type: "NamesAccepted",
        status: "True",
        lastTransitionTime: now,
        reason: "NoConflicts",
        message: "no conflicts found",
      },
      {
        type: "Established",
        status: "True",
        lastTransitionTime: now,
        reason: "InitialNamesAccepted",
        message: "the initial names have been accepted",
      },
    ],
    storedVersions: versions.filter(({ storage }) => storage).map(({ name }) => name),
  };
}
