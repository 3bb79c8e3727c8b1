import { parseQuantity } from "../../model/quantity.ts";
import { allowedLabels } from "../../model/kube-state-metrics.ts";
import { labelsFamily } from "./labels-family.ts";
import type { StateClaim } from "./objects.ts";
import type { StateFamily, StateResource } from "./state-family.ts";

const storageClassAnnotation = "volume.beta.kubernetes.io/storage-class";

const info: StateFamily<StateClaim> = {
  name: "kube_persistentvolumeclaim_info",
  help: "Which volume a claim is bound to, and of which class; always 1.",
  stability: "STABLE",
  labels: ["storageclass", "volumename", "volumemode"],
  samples: ({ metadata: { annotations }, spec }) => [
    {
      labels: {
        storageclass: annotations?.[storageClassAnnotation] ?? spec.storageClassName ?? "",
        volumename: spec.volumeName ?? "",
        volumemode: spec.volumeMode ?? "",
      },
      value: 1,
    },
  ],
};

const requestedStorage: StateFamily<StateClaim> = {
  name: "kube_persistentvolumeclaim_resource_requests_storage_bytes",
  help: "How much storage the claim asks for.",
  stability: "STABLE",
  labels: [],
  samples: ({ spec }) => {
    const bytes = parseQuantity(spec.resources?.requests?.["storage"]);
    return bytes === undefined ? [] : [{ labels: {}, value: Math.ceil(bytes) }];
  },
};

/**
 * What is shown of PersistentVolumeClaims.
 *
 * Source: kube-state-metrics internal/store/persistentvolumeclaim.go
 */
export const claimResource: StateResource<StateClaim> = {
  plural: "persistentvolumeclaims",
  identify: ({ metadata: { namespace = "", name } }) => ({ namespace, persistentvolumeclaim: name }),
  families: [
    labelsFamily("kube_persistentvolumeclaim_labels", "claim", allowedLabels.persistentvolumeclaims),
    info,
    requestedStorage,
  ],
};
