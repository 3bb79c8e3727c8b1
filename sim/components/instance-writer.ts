import type { InstanceName } from "../store/container-runtime.ts";
import { keyOf } from "../store/object.ts";
import { virtualMachineInstanceKind, type VirtualMachineInstance } from "../store/objects/virtual-machine.ts";
import { resourcePath } from "./informer/watched-resource.ts";
import type { RestClient } from "./rest/rest-client.ts";

/**
 * The requests by which a virt-handler writes VMIs. What is to be said of a guest the controllers say; here it
 * is asked for with the VMI as this virt-handler knows it, so a write fails as its own would: for want of an
 * apiserver, and with a conflict when what it knows is out of date.
 */
export class InstanceWriter {
  readonly #client: RestClient;
  readonly #wanted = new Map<string, (() => void)[]>();

  constructor(client: RestClient) {
    this.#client = client;
  }

  /** Resolves once the VMI has been written. */
  want(instance: InstanceName): Promise<void> {
    const key = keyOf(instance);
    return new Promise((resolve) => {
      this.#wanted.set(key, [...(this.#wanted.get(key) ?? []), resolve]);
    });
  }

  /** Makes the request for a VMI if it is wanted. Throws what the client throws. */
  async write(vmi: VirtualMachineInstance): Promise<void> {
    const { metadata } = vmi;
    const key = keyOf(metadata);
    const wanted = this.#wanted.get(key);
    if (wanted === undefined) return;
    this.#wanted.delete(key);
    try {
      await this.#client.request({
        method: "PUT",
        path: `${resourcePath(virtualMachineInstanceKind, metadata.namespace)}/${metadata.name}`,
        body: vmi,
      });
    } catch (error) {
      this.#wanted.set(key, [...wanted, ...(this.#wanted.get(key) ?? [])]);
      throw error;
    }
    for (const written of wanted) written();
  }
}
