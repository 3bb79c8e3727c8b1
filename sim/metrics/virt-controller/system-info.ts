import type { Fields, ObjectMeta, VendorOf } from "./objects.ts";

/** Vendors whose instance types and preferences are shown by name. */
const shownVendors: ReadonlySet<string> = new Set(["kubevirt.io", "redhat.com"]);

/** What templates of virtual machines are annotated with. */
export function templateInfo(
  annotations: ObjectMeta["annotations"] = {},
): Record<"os" | "workload" | "flavor", string> {
  return {
    os: annotations["vm.kubevirt.io/os"] ?? "",
    workload: annotations["vm.kubevirt.io/workload"] ?? "",
    flavor: annotations["vm.kubevirt.io/flavor"] ?? "",
  };
}

/** The instance type or preference that a VMI is annotated with, as metrics show it. */
export function annotatedResource(
  kind: "instancetype" | "preference",
  { annotations = {}, namespace }: ObjectMeta,
  vendorOf: VendorOf,
): string {
  const namespaced = annotations[`kubevirt.io/${kind}-name`];
  if (namespaced !== undefined) return shownName(namespaced, vendorOf(kind, namespaced, namespace));
  const cluster = annotations[`kubevirt.io/cluster-${kind}-name`];
  return cluster === undefined ? "" : shownName(cluster, vendorOf(kind, cluster, undefined));
}

/** The instance type or preference that a VM refers to, as metrics show it. */
export function referredResource(
  kind: "instancetype" | "preference",
  reference: Fields | undefined,
  namespace: string | undefined,
  vendorOf: VendorOf,
): string {
  const name = reference?.["name"];
  if (typeof name !== "string") return "";
  // A reference that does not say its kind is to the cluster's.
  const isNamespaced =
    reference?.["kind"] === `VirtualMachine${kind === "instancetype" ? "Instancetype" : "Preference"}`;
  return shownName(name, vendorOf(kind, name, isNamespaced ? namespace : undefined));
}

function shownName(name: string, vendor: string | undefined): string {
  return vendor !== undefined && shownVendors.has(vendor) ? name : "<other>";
}
