import type { KubeObject } from "../../store/object.ts";
import { listAt, textAt } from "../field-access.ts";
import { ageColumn } from "./age.ts";
import { column, nameColumn, text, wide, type Column } from "./table.ts";
import { joined, none, pairsAt, selectorAt } from "./text.ts";

export const serviceColumns: readonly Column[] = [
  nameColumn,
  text("Type", "How the Service is exposed.", "spec.type"),
  text("Cluster-IP", "The IP address of the service.", "spec.clusterIP"),
  column("External-IP", "Addresses outside the cluster that lead to the service.", externalAddresses),
  column("Port(s)", "The ports that are exposed by this service.", servicePorts),
  ageColumn,
  wide(
    column("Selector", "Which pods the service leads to.", (service) => pairsAt(service, "spec.selector")),
  ),
];

export const endpointsColumns: readonly Column[] = [
  nameColumn,
  column("Endpoints", "The addresses and ports that are ready.", endpointsText),
  ageColumn,
];

export const endpointSliceColumns: readonly Column[] = [
  nameColumn,
  text("AddressType", "The type of address carried by this EndpointSlice.", "addressType", ""),
  column("Ports", "The ports of each endpoint in this slice.", (slice) =>
    some(listAt(slice, "ports").map((port) => textAt(port, "port") ?? "*")),
  ),
  column("Endpoints", "The addresses of the endpoints in this slice.", (slice) =>
    some(listAt(slice, "endpoints").flatMap((endpoint) => listAt(endpoint, "addresses").map(String))),
  ),
  ageColumn,
];

export const ingressColumns: readonly Column[] = [
  nameColumn,
  text("Class", "The name of the IngressClass.", "spec.ingressClassName"),
  column("Hosts", "Hosts that incoming requests are matched against.", (ingress) => {
    const hosts = listAt(ingress, "spec.rules").map((rule) => textAt(rule, "host"));
    return hosts.some((host) => host !== undefined && host !== "") ? joined(hosts) : "*";
  }),
  column("Address", "Ingress points of the load balancer.", (ingress) =>
    loadBalancerAddresses(ingress).join(","),
  ),
  column("Ports", "Ports that open.", (ingress) =>
    listAt(ingress, "spec.tls").length > 0 ? "80, 443" : "80",
  ),
  ageColumn,
];

export const networkPolicyColumns: readonly Column[] = [
  nameColumn,
  column("Pod-Selector", "The pods that this policy applies to.", (policy) =>
    selectorAt(policy, "spec.podSelector"),
  ),
  ageColumn,
];

function loadBalancerAddresses(object: KubeObject): string[] {
  return listAt(object, "status.loadBalancer.ingress").map(
    (ingress) => textAt(ingress, "ip") ?? textAt(ingress, "hostname") ?? "",
  );
}

function externalAddresses(service: KubeObject): string {
  const external = listAt(service, "spec.externalIPs").map(String);
  switch (textAt(service, "spec.type")) {
    case "LoadBalancer": {
      const addresses = [...loadBalancerAddresses(service), ...external];
      return addresses.length === 0 ? "<pending>" : addresses.join(",");
    }
    case "ExternalName":
      return joined([textAt(service, "spec.externalName")]);
    default:
      return joined(external);
  }
}

function servicePorts(service: KubeObject): string {
  return joined(
    listAt(service, "spec.ports").map((port) => {
      const nodePort = textAt(port, "nodePort");
      const number = `${textAt(port, "port") ?? ""}${nodePort === undefined || nodePort === "0" ? "" : `:${nodePort}`}`;
      return `${number}/${textAt(port, "protocol") ?? "TCP"}`;
    }),
  );
}

/** The first three addresses, and how many more there are. */
function endpointsText(endpoints: KubeObject): string {
  return some(
    listAt(endpoints, "subsets").flatMap((subset) => {
      const addresses = listAt(subset, "addresses").map((address) => textAt(address, "ip") ?? "");
      const ports = listAt(subset, "ports").map((port) => textAt(port, "port") ?? "");
      return ports.length === 0
        ? addresses
        : ports.flatMap((port) => addresses.map((address) => `${address}:${port}`));
    }),
  );
}

const shown = 3;

function some(items: readonly string[]): string {
  if (items.length === 0) return none;
  const first = items.slice(0, shown).join(",");
  return items.length > shown ? `${first} + ${items.length - shown} more...` : first;
}
