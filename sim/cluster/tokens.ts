import { randomBytes } from "node:crypto";
import { adminUserName } from "../apiserver/identity.ts";
import { componentKinds } from "../model/components.ts";
import { componentUserName, userName } from "../store/bootstrap/service-accounts.ts";

/** The ServiceAccount that Prometheus discovers with, as the apiserver knows it. */
export function monitorUser(monitorNamespace: string, monitorAccount: string): string {
  return userName(monitorNamespace, monitorAccount);
}

/** A fresh bearer token for each user of a cluster, by user name. */
export function makeTokens(monitor: string): Record<string, string> {
  const users = [adminUserName, monitor, ...componentKinds.map(componentUserName)];
  return Object.fromEntries(users.map((user) => [user, randomBytes(32).toString("base64url")]));
}
