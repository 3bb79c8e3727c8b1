import { adminUserName, mastersGroup } from "../apiserver/identity.ts";
import { formatAddress } from "../model/addresses.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { controlAddress, prometheusFrontAddress } from "./addresses.ts";
import type { Certificates } from "./certificates.ts";
import { writeClientFiles } from "./client-files.ts";
import type { Place } from "./place.ts";
import { makeTokens, monitoringUsers } from "./tokens.ts";
import { userListenerNames, userUrl } from "./user-listener.ts";

/** As pods know the apiserver, and as the `host` label of REST metrics has it: the Service `kubernetes`. */
export const apiserverHost = "10.96.0.1:443";

/** What the processes of a cluster are given. */
export interface Equipment {
  /** PEM. */
  readonly caCertificate: string;
  readonly certificates: Certificates;
  /** Bearer tokens by user name. */
  readonly tokens: Readonly<Record<string, string>>;
}

/** Makes certificates and tokens, and writes the files by which clients use them. */
export async function makeEquipment(scenario: Scenario, place: Place, nowMillis: number): Promise<Equipment> {
  const users = monitoringUsers(scenario.kubevirt);
  const tokens = makeTokens(scenario.kubevirt);
  const prometheusFront = prometheusFrontAddress(place.block);
  // Loaded only now, so that the apiserver's process need not wait for it to be started.
  const { makeCertificates } = await import("./certificates.ts");
  const certificates = await makeCertificates({
    nowMillis,
    admin: { name: adminUserName, groups: [mastersGroup] },
    apiserverNames: [...userListenerNames(place.listen.ip), { type: "ip", value: prometheusFront.ip }],
  });
  await writeClientFiles(place.directory, {
    scenario,
    caCertificate: certificates.ca,
    serverUrl: userUrl(place.listen),
    prometheusFrontUrl: `https://${formatAddress(prometheusFront)}`,
    admin: { user: adminUserName, token: tokens[adminUserName] ?? "", certificate: certificates.admin },
    monitorToken: tokens[users.monitor] ?? "",
    discoveryToken: tokens[users.discovery] ?? "",
    controlAddress: controlAddress(place.block),
  });
  return { caCertificate: certificates.ca, certificates, tokens };
}
