import { parseQuantity } from "../../store/quantity.ts";
import { listAt, textAt } from "../field-access.ts";
import type { StatusCause } from "../status.ts";

/**
 * What virt-api says to the guest that a VM or VMI describes. `path` leads to it.
 * Source: kubevirt pkg/virt-api/webhooks/validating-webhook/admitters/vmi-create-admitter.go
 */
export function instanceSpecCauses(spec: unknown, path: string): StatusCause[] {
  const disks = names(spec, "domain.devices.disks");
  const volumes = names(spec, "volumes");
  const interfaces = names(spec, "domain.devices.interfaces");
  const networks = names(spec, "networks");
  return [
    ...unmatched(disks, volumes, `${path}.domain.devices.disks`, "Name"),
    ...unmatched(interfaces, networks, `${path}.domain.devices.interfaces`, "name"),
    ...unmatched(networks, interfaces, `${path}.networks`, "name"),
    ...repeated(volumes, `${path}.volumes`),
    ...repeated(disks, `${path}.domain.devices.disks`),
    ...memoryCauses(spec, path),
  ];
}

function names(spec: unknown, field: string): string[] {
  return listAt(spec, field).map((entry) => textAt(entry, "name") ?? "");
}

/** Entries that nothing of the same name goes with. */
function unmatched(
  entries: readonly string[],
  partners: readonly string[],
  path: string,
  label: string,
): StatusCause[] {
  return entries.flatMap((name, index) =>
    partners.includes(name)
      ? []
      : [
          {
            reason: "FieldValueInvalid",
            field: `${path}[${index}].name`,
            message: `${path}[${index}].${label} '${name}' not found.`,
          },
        ],
  );
}

function repeated(entries: readonly string[], path: string): StatusCause[] {
  return entries.flatMap((name, index) => {
    const first = entries.indexOf(name);
    if (first === index) return [];
    const message = `${path}[${first}] and ${path}[${index}] must not have the same Name.`;
    return [{ reason: "FieldValueInvalid", field: `${path}[${index}].name`, message }];
  });
}

function memoryCauses(spec: unknown, path: string): StatusCause[] {
  return ["domain.memory.guest", "domain.resources.requests.memory"].flatMap((field) => {
    const text = textAt(spec, field);
    if (text === undefined || (parseQuantity(text) ?? 0) > 0) return [];
    const message = `${path}.${field} '${text}': must be greater than 0.`;
    return [{ reason: "FieldValueInvalid", field: `${path}.${field}`, message }];
  });
}
