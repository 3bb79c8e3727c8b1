import { ObjectMetrics } from "../metrics/virt-controller/object-metrics.ts";
import type { VendorOf } from "../metrics/virt-controller/objects.ts";
import type { KubeVirtVersion } from "../model/components.ts";
import { kindNamed } from "../store/kinds.ts";
import type { InformerSet } from "./informer/informer-set.ts";
import { InstanceCollector } from "./instance-collector.ts";
import { MachineCollector } from "./machine-collector.ts";

const vendorLabel = "instancetype.kubevirt.io/vendor";
const group = "instancetype.kubevirt.io";
/** The kinds that a VM can take its hardware from, for all namespaces and for one. */
const vendorKinds = {
  instancetype: {
    cluster: kindNamed("virtualmachineclusterinstancetypes", group),
    namespaced: kindNamed("virtualmachineinstancetypes", group),
  },
  preference: {
    cluster: kindNamed("virtualmachineclusterpreferences", group),
    namespaced: kindNamed("virtualmachinepreferences", group),
  },
} as const;

/**
 * What virt-controller shows of the objects in its informers; nothing on a standby, whose caches are empty,
 * and in legacy, which has no such metrics.
 */
export function collectObjects(version: KubeVirtVersion, informers: InformerSet): ObjectMetrics {
  const metrics = new ObjectMetrics(version);
  if (version === "legacy") return metrics;
  const vendorOf: VendorOf = (kind, name, namespace) => {
    const { cluster, namespaced } = vendorKinds[kind];
    const informer = informers.of(namespace === undefined ? cluster : namespaced);
    return informer.get(namespace, name)?.metadata.labels?.[vendorLabel];
  };
  const instances = new InstanceCollector(metrics, informers, vendorOf);
  const machines = new MachineCollector(metrics, informers, vendorOf);
  for (const { cluster, namespaced } of Object.values(vendorKinds)) {
    for (const kind of [cluster, namespaced]) {
      informers.of(kind).listenToAll(() => {
        instances.refresh();
        machines.refresh();
      });
    }
  }
  return metrics;
}
