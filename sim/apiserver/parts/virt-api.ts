import { kubeVirtNamespace } from "../../store/bootstrap/service-accounts.ts";
import { kubeVirtOf } from "../../store/objects/kubevirt.ts";
import { endpointsKind, serviceKind } from "../../store/objects/service.ts";
import type { Store } from "../../store/store.ts";
import type { ResourcePath } from "../../wire/request-info.ts";
import type { HttpReply } from "../../wire/exchange.ts";
import { jsonReply } from "../reply.ts";
import { ApiError } from "../status.ts";
import { kubernetesVersion } from "../version.ts";

const serviceName = "virt-api";

/**
 * Lets a request for an API that virt-api serves pass while a virt-api is there to serve it. Throws ApiError 503,
 * as the aggregator of a real API server answers.
 */
export function checkVirtApiReachable(store: Store): void {
  if (store.get(serviceKind, kubeVirtNamespace, serviceName) === undefined) return;
  const { subsets = [] } = store.get(endpointsKind, kubeVirtNamespace, serviceName) ?? {};
  if (subsets.some(({ addresses = [] }) => addresses.length > 0)) return;
  const message = "the server is currently unable to handle the request: no virt-api is ready";
  throw new ApiError(503, "ServiceUnavailable", message);
}

/**
 * What virt-api says of itself beside the parts of VMs, under `/apis/subresources.kubevirt.io/<version>/`:
 * `version`, which `virtctl version` asks for, and `healthz`. Undefined for anything else.
 */
export function virtApiReply(store: Store, { plural, name, namespace }: ResourcePath): HttpReply | undefined {
  if (name !== undefined || namespace !== undefined) return undefined;
  switch (plural) {
    case "version":
      return jsonReply(200, JSON.stringify(kubeVirtVersionOf(store)));
    case "healthz":
      return jsonReply(
        200,
        JSON.stringify({ apiserver: { connectivity: "ok", version: kubernetesVersion } }),
      );
    default:
      return undefined;
  }
}

/** The release that runs, as KubeVirt's own build information has it. */
function kubeVirtVersionOf(store: Store): object {
  const { compiler, platform, gitTreeState } = kubernetesVersion;
  const gitVersion = kubeVirtOf(store)?.status.observedKubeVirtVersion ?? "";
  return { gitVersion, gitTreeState, compiler, platform };
}
