import { random } from "../../model/random.ts";
import type { Draft } from "../object.ts";
import { serviceKind, type Service } from "../objects/service.ts";
import type { Store } from "../store.ts";
import { given } from "./given.ts";

/** A Service with the API server's defaults, and a cluster IP of its own unless it wants none. */
export function admitService(
  store: Store,
  draft: Draft<Service>,
  previous: Service | undefined,
): Draft<Service> {
  const { spec } = draft;
  if (spec === previous?.spec) return draft;
  const type = spec.type === "" ? "ClusterIP" : (given(spec.type) ?? "ClusterIP");
  const clusterIP =
    spec.clusterIP ??
    previous?.spec.clusterIP ??
    (type === "ExternalName" ? undefined : freeIp(store, draft));
  return {
    ...draft,
    spec: {
      internalTrafficPolicy: "Cluster",
      ipFamilies: ["IPv4"],
      ipFamilyPolicy: "SingleStack",
      sessionAffinity: "None",
      ...spec,
      type,
      ...(clusterIP === undefined ? {} : { clusterIP, clusterIPs: [clusterIP] }),
      ports: (given(spec.ports) ?? []).map((port) => ({
        ...port,
        protocol: given(port.protocol) ?? "TCP",
        targetPort: given(port.targetPort) ?? port.port,
      })),
    },
    status: given(draft.status) ?? { loadBalancer: {} },
  };
}

/** An address of the service network that no Service has, drawn by the Service's name. */
function freeIp(store: Store, { metadata }: Draft<Service>): string {
  const taken = new Set(store.list(serviceKind).map((service) => service.spec.clusterIP));
  const draw = random(store.seed, "cluster ip", metadata.namespace ?? "", metadata.name ?? "");
  for (;;) {
    const ip = `10.${96 + Math.floor(draw() * 16)}.${Math.floor(draw() * 256)}.${1 + Math.floor(draw() * 254)}`;
    if (!taken.has(ip)) return ip;
  }
}
