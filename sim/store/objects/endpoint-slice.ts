import { kindNamed } from "../kinds.ts";
import type { KubeObject } from "../object.ts";
import type { Index } from "../object-index.ts";
import type { EndpointPort } from "./service.ts";

/** One endpoint of a slice: an address, and the pod behind it. */
export interface SliceEndpoint {
  readonly addresses: readonly string[];
  readonly conditions: {
    readonly ready: boolean;
    readonly serving?: boolean;
    readonly terminating?: boolean;
  };
  readonly nodeName?: string;
  readonly zone?: string;
  readonly targetRef?: {
    readonly kind: string;
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
  };
}

export interface EndpointSlice extends KubeObject {
  readonly addressType: "IPv4";
  readonly endpoints: readonly SliceEndpoint[];
  readonly ports: readonly EndpointPort[];
}

export const endpointSliceKind = kindNamed<EndpointSlice>("endpointslices", "discovery.k8s.io");

/** The label by which a slice says which Service of its namespace it belongs to. */
export const serviceNameLabel = "kubernetes.io/service-name";
export const sliceManagerLabel = "endpointslice.kubernetes.io/managed-by";
export const sliceManager = "endpointslice-controller.k8s.io";

/** The slices of each Service, by its `namespace/name`. */
export const slicesByService: Index<EndpointSlice> = {
  kind: endpointSliceKind,
  keysOf: ({ metadata: { namespace = "", labels } }) => {
    const service = labels?.[serviceNameLabel];
    return service === undefined ? [] : [`${namespace}/${service}`];
  },
};
