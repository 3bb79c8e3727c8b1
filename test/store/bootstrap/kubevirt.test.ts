import { expect, test } from "vitest";
import { kubeVirtOf } from "../../../sim/store/objects/kubevirt.ts";
import { deploymentKind } from "../../../sim/store/objects/workloads.ts";
import { scenario } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

test("virt-api and virt-controller have as many replicas as the KubeVirt object asks for, whatever the nodes", () => {
  const { store } = simulationOf(scenario({}));
  const infra = kubeVirtOf(store)?.spec["infra"] as { readonly replicas: number } | undefined;
  const replicas = ["virt-api", "virt-controller"].map(
    (name) => store.get(deploymentKind, "kubevirt", name)?.spec.replicas,
  );
  expect(replicas).toEqual([infra?.replicas, infra?.replicas]);
});
