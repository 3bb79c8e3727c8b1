import type { ObjectSample } from "../object-families.ts";
import { textOf, type Fields, type InstanceSpec } from "./objects.ts";

/** One sample for each interface of the spec that has its network. */
export function vnicSamples(
  name: string,
  { domain, networks = [] }: InstanceSpec,
  owner: { readonly name: string; readonly namespace: string },
): readonly ObjectSample[] {
  return (domain.devices.interfaces ?? []).flatMap((link) => {
    const network = networkName(networks.find((candidate) => candidate.name === link.name));
    if (network === undefined) return [];
    const model = textOf(link, "model");
    const labels = { ...owner, ...bindingOf(link), network, vnic_name: link.name, model: model || "<none>" };
    return [{ name, labels, value: 1 }];
  });
}

function bindingOf(link: Fields): { binding_type: string; binding_name: string } {
  const core = ["masquerade", "bridge", "sriov"].find((binding) => link[binding] !== undefined);
  if (core !== undefined) return { binding_type: "core", binding_name: core };
  const plugin = link["binding"];
  if (plugin === undefined) return { binding_type: "", binding_name: "" };
  return { binding_type: "plugin", binding_name: textOf(plugin, "name") };
}

function networkName(network: Fields | undefined): string | undefined {
  if (network?.["pod"] !== undefined) return "pod networking";
  if (network?.["multus"] !== undefined) return textOf(network["multus"], "networkName");
  return undefined;
}
