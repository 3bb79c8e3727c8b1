import type { InstanceName } from "../store/container-runtime.ts";
import { keyOf } from "../store/object.ts";
import type { VirtualMachineInstance } from "../store/objects/virtual-machine.ts";
import type { ComponentProcess } from "./component-process.ts";
import type { Informer } from "./informer/informer.ts";
import { InstanceWriter } from "./instance-writer.ts";

/** --domain-resync-period-seconds: how often a virt-handler looks at all of its guests again. */
const resyncSeconds = 300;
const workers = 10;

/** What the queues of a virt-handler are asked from outside. */
export interface InstanceQueues {
  /** Has a VMI written; resolves once it is. */
  write(instance: InstanceName): Promise<void>;
}

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
): InstanceQueues {
  const { syncs } = process.metrics;
  const writer = new InstanceWriter(process.client);
  const main = process.queue("virt-handler-vm", workers, async (key) => {
    const [namespace = "", name = ""] = key.split("/");
    const vmi = here.get(namespace, name);
    if (vmi === undefined) {
      syncs.forgot(namespace, name);
      return;
    }
    await writer.write(vmi);
    syncs.synced(namespace, name);
  });
  const source = process.queue("virt-handler-source", workers, () => Promise.resolve());
  const target = process.queue("virt-handler-target", workers, async (key) => {
    const [namespace = "", name = ""] = key.split("/");
    const vmi = coming.get(namespace, name);
    if (vmi !== undefined) await writer.write(vmi);
  });
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
  return {
    write: (instance) => {
      const written = writer.want(instance);
      const { namespace, name } = instance;
      // Whichever of the two knows it; where it is not known yet, it is written when it is.
      (here.get(namespace, name) === undefined ? target : main).add(keyOf(instance));
      return written;
    },
  };
}
