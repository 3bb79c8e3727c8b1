import type { ComponentKind } from "../../model/components.ts";

/** How kubelet finds out whether a container can be sent requests, in Kubernetes' own words. */
export interface ReadinessProbe {
  readonly httpGet: { readonly path: string; readonly port: number; readonly scheme: "HTTPS" };
  readonly initialDelaySeconds: number;
  readonly timeoutSeconds: number;
  readonly periodSeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

type Timing = Pick<ReadinessProbe, "initialDelaySeconds" | "periodSeconds"> & { readonly path: string };

/** Source: kubevirt pkg/virt-operator/resource/generate/components; a period is 10 s unless it says so. */
const timings: Readonly<Record<ComponentKind, Timing>> = {
  "virt-api": {
    path: "/apis/subresources.kubevirt.io/v1/healthz",
    initialDelaySeconds: 15,
    periodSeconds: 10,
  },
  "virt-controller": { path: "/leader", initialDelaySeconds: 15, periodSeconds: 10 },
  "virt-operator": { path: "/metrics", initialDelaySeconds: 5, periodSeconds: 10 },
  "virt-handler": { path: "/healthz", initialDelaySeconds: 15, periodSeconds: 20 },
};

/** The readiness probe of a component's container that serves at `port`. */
export function readinessProbeOf(component: ComponentKind, port: number): ReadinessProbe {
  const { path, ...timing } = timings[component];
  return {
    httpGet: { path, port, scheme: "HTTPS" },
    ...timing,
    timeoutSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  };
}
