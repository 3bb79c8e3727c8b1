import { componentKinds } from "../../model/components.ts";
import { componentUserName } from "../../store/bootstrap/service-accounts.ts";
import type { Identity } from "../identity.ts";

const accounts: ReadonlySet<string> = new Set(componentKinds.map(componentUserName));

/** Whether it is one of KubeVirt's own components that asks. */
export function isKubeVirtAccount({ name }: Identity): boolean {
  return accounts.has(name);
}
