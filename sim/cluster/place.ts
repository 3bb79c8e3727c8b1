import type { Address } from "../model/addresses.ts";
import type { AddressBlock } from "../wire/channel.ts";
import type { CleanUp } from "./clean-up.ts";
import { ClusterDirectory, fileNames } from "./files.ts";
import { lockAddress, usualUserPort } from "./addresses.ts";
import { acquireInstanceLock } from "./instance-lock.ts";
import { ensureLocalRoute, leftRoute } from "./local-route.ts";
import { blocksOfPodCidr } from "./pod-cidr.ts";
import { checkUserListener, findUserListener } from "./user-listener.ts";

/** What a cluster occupies on its machine. */
export interface Place {
  readonly directory: ClusterDirectory;
  readonly block: AddressBlock;
  /** The apiserver's listener for users. */
  readonly listen: Address;
}

interface PlaceOptions {
  readonly directory: string;
  /** Where users are to reach the apiserver. Without a port it is the usual one, or a free one. */
  readonly listen: { readonly ip: string; readonly port: number | undefined };
  /** A block of addresses for pods, e.g. `10.244.0.0/16`. */
  readonly podCidr?: string | undefined;
}

/** Takes a place, or throws ClusterError saying why it cannot be had. */
export async function takePlace(options: PlaceOptions, cleanUp: CleanUp): Promise<Place> {
  const { podCidr } = options;
  const blocks = podCidr === undefined ? undefined : blocksOfPodCidr(podCidr);
  const directory = await ClusterDirectory.open(options.directory);
  let added = false;
  for (const block of blocks ?? []) added = (await makeLocal(block, cleanUp)) || added;
  const lock = await acquireInstanceLock(blocks);
  cleanUp.add(() => lock.release());
  // Only who holds the block may take its route for a dead run's.
  if (!added && lock.block.mode === "cidr") {
    const removeRoute = await leftRoute(lock.block);
    if (removeRoute !== undefined) cleanUp.add(removeRoute);
  }
  await lock.holdDirectory(directory);
  // Left by a run that was killed.
  await directory.remove(fileNames.cluster);
  return { directory, block: lock.block, listen: await userListener(options.listen, lock.block) };
}

/** Instances without a port named do not compete for one: each block has its own. */
function userListener({ ip, port }: PlaceOptions["listen"], block: AddressBlock): Promise<Address> {
  return port === undefined ? findUserListener(ip, usualUserPort(block)) : checkUserListener({ ip, port });
}

/** A block of addresses that are not the machine's yet becomes so for as long as the cluster runs. Tells whether it had to. */
async function makeLocal(block: AddressBlock, cleanUp: CleanUp): Promise<boolean> {
  if (block.mode !== "cidr") return false;
  const removeRoute = await ensureLocalRoute(block, lockAddress(block).ip);
  if (removeRoute !== undefined) cleanUp.add(removeRoute);
  return removeRoute !== undefined;
}
