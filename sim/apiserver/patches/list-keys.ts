/** How a list of a built-in kind is merged: its items by the value of a key, or as a set of plain values. */
type ListMerge = { readonly key: string } | "set";

const keys: Readonly<Record<string, string>> = {
  addresses: "type",
  conditions: "type",
  containers: "name",
  env: "name",
  ephemeralContainers: "name",
  hostAliases: "ip",
  imagePullSecrets: "name",
  initContainers: "name",
  matchConditions: "name",
  ownerReferences: "uid",
  podIPs: "ip",
  resourceClaims: "name",
  secrets: "name",
  topologySpreadConstraints: "topologyKey",
  volumeDevices: "devicePath",
  volumeMounts: "mountPath",
  volumes: "name",
  webhooks: "name",
};

const sets: ReadonlySet<string> = new Set(["finalizers", "podCIDRs"]);

/**
 * How the list in `field` is merged, as the `patchMergeKey` tags of Kubernetes' API types say; undefined for
 * one that is replaced. The tags depend on the field's name alone, but for `ports`.
 *
 * @param path the fields on the way to it, without list indexes
 */
export function listMergeOf(kind: string, path: readonly string[], field: string): ListMerge | undefined {
  if (sets.has(field)) return "set";
  if (field === "ports")
    return { key: kind === "Service" && path.join(".") === "spec" ? "port" : "containerPort" };
  const key = Object.hasOwn(keys, field) ? keys[field] : undefined;
  return key === undefined ? undefined : { key };
}
