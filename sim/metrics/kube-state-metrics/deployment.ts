import type { StateDeployment } from "./objects.ts";
import type { StateResource } from "./state-family.ts";

/**
 * What is shown of Deployments.
 *
 * Source: kube-state-metrics internal/store/deployment.go
 */
export const deploymentResource: StateResource<StateDeployment> = {
  plural: "deployments",
  identify: ({ metadata: { namespace = "", name } }) => ({ namespace, deployment: name }),
  families: [
    {
      name: "kube_deployment_spec_replicas",
      help: "How many pods the Deployment is to have.",
      stability: "STABLE",
      labels: [],
      samples: ({ spec }) => [{ labels: {}, value: spec.replicas ?? 1 }],
    },
  ],
};
