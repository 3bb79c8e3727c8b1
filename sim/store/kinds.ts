import type { KubeObject } from "./object.ts";

/** A kind of object the cluster knows: what its paths, lists and discovery entries are made of. */
export interface Kind<T extends KubeObject = KubeObject> {
  /** Never set: it only ties the kind to the type of its objects. */
  readonly objectType?: T;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
}

type Row = readonly [
  kind: string,
  plural: string,
  scope: "namespaced" | "cluster",
  shortNames?: string,
  categories?: string,
];

/** Every kind that KubeVirt's components list or watch, and those that Prometheus and kubectl look for. */
const groups: Readonly<Record<string, readonly Row[]>> = {
  "/v1": [
    ["ConfigMap", "configmaps", "namespaced", "cm"],
    ["Endpoints", "endpoints", "namespaced", "ep"],
    ["Event", "events", "namespaced", "ev"],
    ["LimitRange", "limitranges", "namespaced", "limits"],
    ["Namespace", "namespaces", "cluster", "ns"],
    ["Node", "nodes", "cluster", "no"],
    ["PersistentVolume", "persistentvolumes", "cluster", "pv"],
    ["PersistentVolumeClaim", "persistentvolumeclaims", "namespaced", "pvc"],
    ["Pod", "pods", "namespaced", "po", "all"],
    ["ReplicationController", "replicationcontrollers", "namespaced", "rc", "all"],
    ["ResourceQuota", "resourcequotas", "namespaced", "quota"],
    ["Secret", "secrets", "namespaced"],
    ["ServiceAccount", "serviceaccounts", "namespaced", "sa"],
    ["Service", "services", "namespaced", "svc", "all"],
  ],
  "admissionregistration.k8s.io/v1": [
    ["MutatingWebhookConfiguration", "mutatingwebhookconfigurations", "cluster"],
    ["ValidatingWebhookConfiguration", "validatingwebhookconfigurations", "cluster"],
    ["ValidatingAdmissionPolicy", "validatingadmissionpolicies", "cluster"],
    ["ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", "cluster"],
  ],
  "apiextensions.k8s.io/v1": [
    ["CustomResourceDefinition", "customresourcedefinitions", "cluster", "crd,crds"],
  ],
  "apiregistration.k8s.io/v1": [["APIService", "apiservices", "cluster"]],
  "apps/v1": [
    ["ControllerRevision", "controllerrevisions", "namespaced"],
    ["DaemonSet", "daemonsets", "namespaced", "ds", "all"],
    ["Deployment", "deployments", "namespaced", "deploy", "all"],
    ["ReplicaSet", "replicasets", "namespaced", "rs", "all"],
    ["StatefulSet", "statefulsets", "namespaced", "sts", "all"],
  ],
  "batch/v1": [
    ["CronJob", "cronjobs", "namespaced", "cj", "all"],
    ["Job", "jobs", "namespaced", "", "all"],
  ],
  "certificates.k8s.io/v1": [["CertificateSigningRequest", "certificatesigningrequests", "cluster", "csr"]],
  "coordination.k8s.io/v1": [["Lease", "leases", "namespaced"]],
  "discovery.k8s.io/v1": [["EndpointSlice", "endpointslices", "namespaced"]],
  "networking.k8s.io/v1": [
    ["Ingress", "ingresses", "namespaced", "ing"],
    ["NetworkPolicy", "networkpolicies", "namespaced", "netpol"],
  ],
  "policy/v1": [["PodDisruptionBudget", "poddisruptionbudgets", "namespaced", "pdb"]],
  "rbac.authorization.k8s.io/v1": [
    ["ClusterRole", "clusterroles", "cluster"],
    ["ClusterRoleBinding", "clusterrolebindings", "cluster"],
    ["Role", "roles", "namespaced"],
    ["RoleBinding", "rolebindings", "namespaced"],
  ],
  "scheduling.k8s.io/v1": [["PriorityClass", "priorityclasses", "cluster", "pc"]],
  "storage.k8s.io/v1": [["StorageClass", "storageclasses", "cluster", "sc"]],
  "kubevirt.io/v1": [
    ["KubeVirt", "kubevirts", "namespaced", "kv,kvs", "all"],
    ["VirtualMachine", "virtualmachines", "namespaced", "vm,vms", "all"],
    ["VirtualMachineInstance", "virtualmachineinstances", "namespaced", "vmi,vmis", "all"],
    [
      "VirtualMachineInstanceMigration",
      "virtualmachineinstancemigrations",
      "namespaced",
      "vmim,vmims",
      "all",
    ],
    [
      "VirtualMachineInstancePreset",
      "virtualmachineinstancepresets",
      "namespaced",
      "vmipreset,vmipresets",
      "all",
    ],
    [
      "VirtualMachineInstanceReplicaSet",
      "virtualmachineinstancereplicasets",
      "namespaced",
      "vmirs,vmirss",
      "all",
    ],
  ],
  "backup.kubevirt.io/v1alpha1": [
    ["VirtualMachineBackup", "virtualmachinebackups", "namespaced", "vmbackup,vmbackups", "all"],
    ["VirtualMachineBackupTracker", "virtualmachinebackuptrackers", "namespaced", "vmbackuptracker", "all"],
  ],
  "clone.kubevirt.io/v1beta1": [
    ["VirtualMachineClone", "virtualmachineclones", "namespaced", "vmclone,vmclones", "all"],
  ],
  "export.kubevirt.io/v1beta1": [
    ["VirtualMachineExport", "virtualmachineexports", "namespaced", "vmexport,vmexports", "all"],
  ],
  "instancetype.kubevirt.io/v1beta1": [
    [
      "VirtualMachineClusterInstancetype",
      "virtualmachineclusterinstancetypes",
      "cluster",
      "vmclusterinstancetype,vmcf",
    ],
    ["VirtualMachineClusterPreference", "virtualmachineclusterpreferences", "cluster", "vmcp,vmcps"],
    ["VirtualMachineInstancetype", "virtualmachineinstancetypes", "namespaced", "vminstancetype,vmf"],
    ["VirtualMachinePreference", "virtualmachinepreferences", "namespaced", "vmpref,vmprefs"],
  ],
  "migrations.kubevirt.io/v1alpha1": [["MigrationPolicy", "migrationpolicies", "cluster", "", "all"]],
  "plugins.kubevirt.io/v1alpha1": [["Plugin", "plugins", "cluster"]],
  "pool.kubevirt.io/v1beta1": [
    ["VirtualMachinePool", "virtualmachinepools", "namespaced", "vmpool,vmpools", "all"],
  ],
  "snapshot.kubevirt.io/v1beta1": [
    ["VirtualMachineRestore", "virtualmachinerestores", "namespaced", "vmrestore,vmrestores", "all"],
    ["VirtualMachineSnapshot", "virtualmachinesnapshots", "namespaced", "vmsnapshot,vmsnapshots", "all"],
    [
      "VirtualMachineSnapshotContent",
      "virtualmachinesnapshotcontents",
      "namespaced",
      "vmsnapshotcontent",
      "all",
    ],
  ],
  "monitoring.coreos.com/v1": [
    ["PrometheusRule", "prometheusrules", "namespaced", "promrule"],
    ["ServiceMonitor", "servicemonitors", "namespaced", "smon"],
  ],
};

/** Kinds by `plural.group` (`pods.`, `virtualmachines.kubevirt.io`). */
export const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries(groups)
    .flatMap(([groupVersion, rows]) => rows.map((row) => kindFrom(groupVersion, row)))
    .map((kind) => [kindKey(kind.group, kind.plural), kind]),
);

export function kindKey(group: string, plural: string): string {
  return `${plural}.${group}`;
}

/** `apiVersion` of a kind: `v1`, `apps/v1`. */
export function apiVersionOf(kind: Kind): string {
  return kind.group === "" ? kind.version : `${kind.group}/${kind.version}`;
}

/** A kind that is known to exist; a plural that is not in the table is a mistake in this program. */

export function kindNamed<T extends KubeObject = KubeObject>(plural: string, group = ""): Kind<T> {
  const kind = kinds.get(kindKey(group, plural));
  if (kind === undefined)
    throw new Error(`sim/store/kinds.ts has no kind ${kindKey(group, plural)}: add it there`);
  return kind as Kind<T>;
}

function kindFrom(groupVersion: string, [kind, plural, scope, shortNames = "", categories = ""]: Row): Kind {
  const [group = "", version = ""] = groupVersion.split("/");
  const words = (list: string) => list.split(",").filter((word) => word !== "");
  return {
    group,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    namespaced: scope === "namespaced",
    shortNames: words(shortNames),
    categories: words(categories),
  };
}
