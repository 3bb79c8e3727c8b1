import { randomBytes } from "node:crypto";
import { adminUserName } from "../apiserver/identity.ts";
import { companionKinds, componentKinds } from "../model/components.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { discoveryAccount } from "../store/bootstrap/monitoring-stack.ts";
import { componentUserName, programUserName, userName } from "../store/bootstrap/service-accounts.ts";
import { monitorNamespaceOf } from "./monitor-namespace.ts";

/** The ServiceAccounts that discover targets, as the apiserver knows them. */
interface MonitoringUsers {
  /** The one that KubeVirt grants its rights to. */
  readonly monitor: string;
  /** The one that Prometheus itself runs as. */
  readonly discovery: string;
}

export function monitoringUsers(kubevirt: Scenario["kubevirt"]): MonitoringUsers {
  const namespace = monitorNamespaceOf(kubevirt);
  return {
    monitor: userName(namespace, kubevirt.monitorAccount),
    discovery: userName(namespace, discoveryAccount),
  };
}

/** Everyone in a cluster who has a token: its administrator, the monitoring stack, the components. */
export function userNames(kubevirt: Scenario["kubevirt"]): readonly string[] {
  const { monitor, discovery } = monitoringUsers(kubevirt);
  const companions = companionKinds.map((kind) => programUserName(kind, monitorNamespaceOf(kubevirt)));
  return [adminUserName, monitor, discovery, ...componentKinds.map(componentUserName), ...companions];
}

/** A fresh bearer token for each user of a cluster, by user name. */
export function makeTokens(kubevirt: Scenario["kubevirt"]): Record<string, string> {
  const users = userNames(kubevirt);
  return Object.fromEntries(users.map((user) => [user, randomBytes(32).toString("base64url")]));
}
