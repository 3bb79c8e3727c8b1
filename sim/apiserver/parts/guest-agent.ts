import type { Domain } from "../../model/domain.ts";
import { DomainReader } from "../../model/domain-reader.ts";
import { filesystemSlots } from "../../model/reading.ts";
import type { KubeObject } from "../../store/object.ts";
import { conditionIsTrue } from "../../store/objects/conditions.ts";
import { guestOsOf } from "../../store/objects/guest-os.ts";
import type { VirtualMachineInstance } from "../../store/objects/virtual-machine.ts";
import type { HttpReply } from "../../wire/exchange.ts";
import { textAt } from "../field-access.ts";
import { jsonReply } from "../reply.ts";
import type { ResourceRequest, Serving } from "../serving.ts";
import { conflict } from "../status.ts";
import { notSimulatedError } from "./not-simulated.ts";

/** The guest that is asked, as its hypervisor and its VMI know it. */
interface AskedGuest {
  readonly vmi: VirtualMachineInstance;
  readonly domain: Domain;
  readonly seed: number;
  /** Seconds (t). */
  readonly now: number;
}

const questions: Readonly<Record<string, (guest: AskedGuest) => object>> = {
  guestosinfo: (guest) => ({
    hostname: textAt(guest.vmi, "spec.hostname") ?? guest.vmi.metadata.name,
    os: guestOsOf(guest.domain) ?? {},
    timezone: "UTC, 0",
    fsInfo: { disks: filesystemsOf(guest) },
  }),
  filesystemlist: (guest) => ({ metadata: {}, items: filesystemsOf(guest) }),
  // Nobody logs in to a simulated guest.
  userlist: () => ({ metadata: {}, items: [] }),
};

export const guestAgentQuestions: readonly string[] = Object.keys(questions);

/**
 * What the agent in a guest says: the same that its virt-handler exports. Throws ApiError 409 when none is
 * connected, in virt-api's words.
 *
 * Source: kubevirt pkg/virt-api/rest/subresource.go
 */
export function respondToGuestAgent(
  { hypervisors, clock, seed }: Serving,
  { path: { subresource = "" }, resource }: ResourceRequest,
  present: KubeObject,
): HttpReply {
  if (hypervisors === undefined) throw notSimulatedError(subresource);
  const vmi = present as VirtualMachineInstance;
  const domain = hypervisors.get(vmi.metadata.uid);
  const refused = (why: string) => {
    const { group, singular } = resource.kind;
    return conflict({ group, plural: singular }, vmi.metadata.name, why);
  };
  if (vmi.status.phase !== "Running" || domain === undefined) throw refused("VMI is not running");
  if (!conditionIsTrue(vmi.status.conditions, "AgentConnected"))
    throw refused("VMI does not have guest agent connected");
  const answer = questions[subresource]?.({ vmi, domain, seed, now: clock.now() }) ?? {};
  return jsonReply(200, JSON.stringify(answer));
}

/** Empty until the agent has answered once. */
function filesystemsOf({ domain, seed, now }: AskedGuest): readonly object[] {
  const reader = new DomainReader(domain, seed);
  const reading = new Float64Array(reader.layout.length);
  reader.read(now, reading);
  return domain.filesystems.flatMap(({ device, mountPoint, type }, index) => {
    const place = reader.layout.filesystem(index);
    const totalBytes = reading[place + filesystemSlots.capacityBytes] ?? NaN;
    const usedBytes = reading[place + filesystemSlots.usedBytes] ?? NaN;
    if (Number.isNaN(totalBytes)) return [];
    return [{ diskName: device, mountPoint, fileSystemType: type, usedBytes, totalBytes }];
  });
}
