import { kindKey } from "../../store/kinds.ts";
import type { Resource } from "../resource.ts";
import { schemaCauses } from "../schemas/check.ts";
import { ApiError, invalid, type StatusCause } from "../status.ts";
import type { JsonObject } from "../write/json-object.ts";
import { definitionCauses } from "./definitions.ts";
import { instanceCauses } from "./instances.ts";
import { migrationCauses } from "./migrations.ts";
import { podCauses } from "./pods.ts";
import type { Proposal, Rule } from "./proposal.ts";
import { roleBindingCauses } from "./role-bindings.ts";
import { serviceCauses } from "./services.ts";
import { signingRequestCauses } from "./signing-requests.ts";
import { virtualMachineCauses } from "./virtual-machines.ts";
import { workloadCauses } from "./workloads.ts";

/** What Kubernetes' own code says of the kinds whose shape is not all there is to know. */
const rules: Readonly<Record<string, Rule>> = {
  "pods.": podCauses,
  "services.": serviceCauses,
  "customresourcedefinitions.apiextensions.k8s.io": definitionCauses,
  "certificatesigningrequests.certificates.k8s.io": signingRequestCauses,
  "daemonsets.apps": workloadCauses,
  "deployments.apps": workloadCauses,
  "replicasets.apps": workloadCauses,
  "statefulsets.apps": workloadCauses,
  "clusterrolebindings.rbac.authorization.k8s.io": roleBindingCauses,
  "rolebindings.rbac.authorization.k8s.io": roleBindingCauses,
};

/** What KubeVirt's validating webhooks say, and under which names. */
const webhooks: Readonly<Record<string, readonly [name: string, rule: Rule]>> = {
  "virtualmachines.kubevirt.io": ["virtualmachine-validator.kubevirt.io", virtualMachineCauses],
  "virtualmachineinstances.kubevirt.io": ["virtualmachineinstances-validator.kubevirt.io", instanceCauses],
  "virtualmachineinstancemigrations.kubevirt.io": ["migration-create-validator.kubevirt.io", migrationCauses],
};

/** Lets pass what a cluster would take. Throws ApiError 400 or 422 with all causes. */
export function validate(resource: Resource, proposal: Proposal): void {
  const key = kindKey(resource.kind.group, resource.kind.plural);
  const name = nameOf(proposal.next);
  const shape = schemaCauses(resource, proposal.next);
  if (shape.length > 0) throw invalid(resource.kind, name, shape);
  const causes = rules[key]?.(proposal) ?? [];
  if (causes.length > 0) throw invalid(resource.kind, name, causes);
  const webhook = webhooks[key];
  if (webhook !== undefined) askWebhook(webhook[0], webhook[1](proposal));
}

function askWebhook(name: string, causes: readonly StatusCause[]): void {
  if (causes.length === 0) return;
  const reasons = causes.map(({ message = "" }) => message).join(", ");
  throw new ApiError(422, "Invalid", `admission webhook "${name}" denied the request: ${reasons}`, {
    details: { causes },
  });
}

function nameOf({ metadata }: JsonObject): string {
  const { name } = metadata as { readonly name?: string };
  return name ?? "";
}
