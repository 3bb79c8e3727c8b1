import { keyOf } from "../store/object.ts";
import type { VirtualMachineInstance } from "../store/objects/virtual-machine.ts";
import type { ComponentProcess } from "./component-process.ts";
import type { Informer } from "./informer/informer.ts";

/** --domain-resync-period-seconds: how often a virt-handler looks at all of its guests again. */
const resyncSeconds = 300;
const workers = 10;

/**
 * The queues of a virt-handler: each change of a VMI is worked on for its life, and for either side of a
 * migration.
 *
 * @param here the VMIs of the node
 * @param coming those that move to it
 */
export function startInstanceQueues(
  process: ComponentProcess,
  here: Informer<VirtualMachineInstance>,
  coming: Informer<VirtualMachineInstance>,
): void {
  const { syncs } = process.metrics;
  const main = process.queue("virt-handler-vm", workers, (key) => {
    const [namespace = "", name = ""] = key.split("/");
    if (here.get(namespace, name) === undefined) syncs.forgot(namespace, name);
    else syncs.synced(namespace, name);
    return Promise.resolve();
  });
  const source = process.queue("virt-handler-source", workers, () => Promise.resolve());
  const target = process.queue("virt-handler-target", workers, () => Promise.resolve());
  here.listenToAll(({ metadata }) => {
    main.add(keyOf(metadata));
    source.add(keyOf(metadata));
  });
  coming.listenToAll(({ metadata }) => target.add(keyOf(metadata)));
  const resync = () => {
    for (const { metadata } of here.list()) main.add(keyOf(metadata));
    process.work.after(resyncSeconds, resync);
  };
  process.work.after(resyncSeconds, resync);
}
