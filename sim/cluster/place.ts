import type { Address } from "../model/addresses.ts";
import type { AddressBlock } from "../wire/channel.ts";
import type { CleanUp } from "./clean-up.ts";
import { ClusterDirectory, fileNames } from "./files.ts";
import { acquireInstanceLock } from "./instance-lock.ts";
import { checkUserListener } from "./user-listener.ts";

/** What a cluster occupies on its machine. */
export interface Place {
  readonly directory: ClusterDirectory;
  readonly block: AddressBlock;
  /** The apiserver's listener for users. */
  readonly listen: Address;
}

export interface PlaceOptions {
  readonly directory: string;
  readonly listen: Address;
  readonly addressModes?: readonly AddressBlock["mode"][] | undefined;
}

/** Takes a place, or throws ClusterError saying why it cannot be had. */
export async function takePlace(options: PlaceOptions, cleanUp: CleanUp): Promise<Place> {
  const directory = await ClusterDirectory.open(options.directory);
  const lock = await acquireInstanceLock(options.addressModes);
  cleanUp.add(() => lock.release());
  await lock.holdDirectory(directory);
  // Left by a run that was killed.
  await directory.remove(fileNames.cluster);
  return { directory, block: lock.block, listen: await checkUserListener(options.listen) };
}
