import { randomBytes } from "node:crypto";
import { adminUserName } from "../apiserver/identity.ts";
import { componentKinds } from "../model/components.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { defaultMonitorNamespace } from "../store/bootstrap/kubevirt.ts";
import { discoveryAccount } from "../store/bootstrap/monitoring-stack.ts";
import { componentUserName, userName } from "../store/bootstrap/service-accounts.ts";

/** The ServiceAccounts that discover targets, as the apiserver knows them. */
export interface MonitoringUsers {
  /** The one that KubeVirt grants its rights to. */
  readonly monitor: string;
  /** The one that Prometheus itself runs as. */
  readonly discovery: string;
}

export function monitoringUsers(kubevirt: Scenario["kubevirt"]): MonitoringUsers {
  const { version, monitorAccount, monitorNamespace = defaultMonitorNamespace(version) } = kubevirt;
  return {
    monitor: userName(monitorNamespace, monitorAccount),
    discovery: userName(monitorNamespace, discoveryAccount),
  };
}

/** A fresh bearer token for each user of a cluster, by user name. */
export function makeTokens({ monitor, discovery }: MonitoringUsers): Record<string, string> {
  const users = [adminUserName, monitor, discovery, ...componentKinds.map(componentUserName)];
  return Object.fromEntries(users.map((user) => [user, randomBytes(32).toString("base64url")]));
}
