import { timestampAt } from "../../clock/clock.ts";
import type { Kind } from "../kinds.ts";
import type { KubeObject } from "../object.ts";
import { definitionDraft, definitionKind } from "../objects/custom-resource-definition.ts";
import type { Store } from "../store.ts";
import { kubeVirtNamespace, serviceAccounts } from "./service-accounts.ts";

/** The release of OpenShift that comes with the Kubernetes that is simulated. */
const openShiftVersion = "4.21.0";

const clusterVersions = openShiftKind("config.openshift.io", "ClusterVersion", "clusterversions", false);
const constraints = openShiftKind(
  "security.openshift.io",
  "SecurityContextConstraints",
  "securitycontextconstraints",
  false,
  ["scc"],
);
const routes = openShiftKind("route.openshift.io", "Route", "routes", true);

/** What tells a client that it is on OpenShift: its kinds, its version, and the constraints that KubeVirt asks for. */
export function installOpenShift(store: Store): void {
  const now = timestampAt(store.clock, store.clock.now());
  for (const kind of [clusterVersions, constraints, routes])
    store.create(definitionKind, definitionDraft(kind, now, {}));
  store.create(clusterVersions, {
    apiVersion: "config.openshift.io/v1",
    kind: "ClusterVersion",
    metadata: { name: "version" },
    spec: { channel: "stable-4.21" },
    status: { desired: { version: openShiftVersion } },
  });
  for (const component of ["virt-handler", "virt-controller"] as const)
    store.create(constraints, constraintsOf(serviceAccounts[component]));
}

function constraintsOf(account: string) {
  return {
    apiVersion: "security.openshift.io/v1",
    kind: "SecurityContextConstraints",
    metadata: { name: account, labels: { "kubevirt.io": "" } },
    allowPrivilegedContainer: account === serviceAccounts["virt-handler"],
    users: [`system:serviceaccount:${kubeVirtNamespace}:${account}`],
  };
}

/** A kind that a plain Kubernetes lacks, and so is not among those of this program. */
function openShiftKind(
  group: string,
  kind: string,
  plural: string,
  namespaced: boolean,
  shortNames: readonly string[] = [],
): Kind<KubeObject & Readonly<Record<string, unknown>>> {
  const singular = kind.toLowerCase();
  return { group, version: "v1", kind, plural, singular, namespaced, shortNames, categories: [] };
}
