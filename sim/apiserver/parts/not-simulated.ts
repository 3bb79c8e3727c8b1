import { ApiError } from "../status.ts";

const hotplug = "a simulated guest keeps the disks it started with; change the VM and restart it";
const reboot = "a simulated guest is never rebooted in place; virtctl restart gives the VM another guest";
const freezing = "filesystems of a simulated guest have nothing to flush";
const dump = "a simulated guest has no memory that could be written to a claim";

/** What a client is told that wants into a container or a guest: there is nothing in there to talk to. */
const reasons: Readonly<Record<string, string>> = {
  addvolume: hotplug,
  attach: "no program runs in a simulated container",
  console: "a simulated guest has no serial console",
  exec: "no program runs in a simulated container",
  freeze: freezing,
  memorydump: dump,
  portforward: "nothing listens inside a simulated pod or guest; reach a component's metrics at its pod IP",
  proxy: "the API server reaches into the pods of components alone; ask others at their own addresses",
  removememorydump: dump,
  removevolume: hotplug,
  reset: reboot,
  softreboot: reboot,
  unfreeze: freezing,
  usbredir: "a simulated guest has no USB ports",
  vnc: "a simulated guest has no display",
  vsock: "nothing listens inside a simulated guest",
};

export const notSimulated: ReadonlySet<string> = new Set(Object.keys(reasons));

export function notSimulatedError(part: string): ApiError {
  return new ApiError(501, "NotImplemented", `${part} is not simulated: ${reasons[part] ?? ""}`, {
    details: {},
  });
}
