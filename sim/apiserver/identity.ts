/** Who asks: what authentication found out, and what RBAC decides on. */
export interface Identity {
  readonly name: string;
  readonly groups: readonly string[];
  readonly uid?: string;
}

export const authenticatedGroup = "system:authenticated";
export const unauthenticatedGroup = "system:unauthenticated";
/** Whoever is in it may do everything, whatever RBAC says. */
export const mastersGroup = "system:masters";

/** A request without credentials. */
export const anonymous: Identity = { name: "system:anonymous", groups: [unauthenticatedGroup] };

/** The administrator whose token is in the generated kubeconfig. */
export const adminUserName = "system:admin";

const serviceAccountPrefix = "system:serviceaccount:";
const nodePrefix = "system:node:";

/** The identity behind a user name, with the groups that Kubernetes puts such a user in. */
export function identityOf(name: string): Identity {
  return { name, groups: [...groupsOf(name), authenticatedGroup] };
}

/** The user whom a certificate is made out to: organizations are groups. */
export function certifiedIdentity({
  commonName,
  organizations,
}: {
  readonly commonName: string;
  readonly organizations: readonly string[];
}): Identity {
  return { name: commonName, groups: [...new Set([...organizations, authenticatedGroup])] };
}

function groupsOf(name: string): string[] {
  if (name === adminUserName) return [mastersGroup];
  if (name.startsWith(nodePrefix)) return ["system:nodes"];
  const account = serviceAccountOf(name);
  return account === undefined
    ? []
    : ["system:serviceaccounts", `system:serviceaccounts:${account.namespace}`];
}

/** The ServiceAccount that a user name stands for; undefined for users of any other kind. */
export function serviceAccountOf(userName: string): { namespace: string; name: string } | undefined {
  if (!userName.startsWith(serviceAccountPrefix)) return undefined;
  const [namespace, name, ...more] = userName.slice(serviceAccountPrefix.length).split(":");
  return namespace === undefined || name === undefined || more.length > 0 ? undefined : { namespace, name };
}
