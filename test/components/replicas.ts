import { leaseKind } from "../../sim/store/objects/lease.ts";
import { SmallCluster, sumOf, type TestedComponent } from "./small-cluster.ts";

const leading = "kubevirt_virt_controller_leading_status";

export function leaseOf(cluster: SmallCluster) {
  return cluster.store.get(leaseKind, "kubevirt", "virt-controller");
}

export async function leads(cluster: SmallCluster, tested: TestedComponent): Promise<boolean> {
  return sumOf(await cluster.scrape(tested), leading) === 1;
}

/** Two replicas, the first of which leads. */
export async function replicas(options: ConstructorParameters<typeof SmallCluster>[0] = {}) {
  const cluster = new SmallCluster(options);
  const leader = cluster.start("virt-controller", "virt-controller-a");
  await cluster.clock.advance(3);
  const standby = cluster.start("virt-controller", "virt-controller-b");
  await cluster.clock.advance(20);
  return { cluster, leader, standby };
}
