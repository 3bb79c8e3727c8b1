import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { fileNames } from "../../cluster/files.ts";
import { componentKinds } from "../../model/components.ts";
import { httpsGet } from "./https-get.ts";

const timeoutSeconds = 5;

/** What the apiserver says of its cluster. */
export interface ApiserverView {
  /** Names of the components' pods that are ready. */
  readonly readyPods: ReadonlySet<string>;
  /** Virtual machine instances by phase. */
  readonly instances: Readonly<Record<string, number>>;
}

interface Listed<Status> {
  readonly items: readonly { readonly metadata: { readonly name: string }; readonly status?: Status }[];
}
interface PodStatus {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
}

/** Asks with the kubeconfig of the directory. Rejects when there is no answer to be had. */
export async function apiserverView(directory: string): Promise<ApiserverView> {
  const get = await apiserverClient(directory);
  const selector = encodeURIComponent(`kubevirt.io in (${componentKinds.join(",")})`);
  const [pods, instances] = await Promise.all([
    get<PodStatus>(`/api/v1/pods?labelSelector=${selector}`),
    get<{ phase?: string }>("/apis/kubevirt.io/v1/virtualmachineinstances"),
  ]);
  const phases: Record<string, number> = {};
  for (const { status } of instances.items) {
    const phase = status?.phase ?? "Pending";
    phases[phase] = (phases[phase] ?? 0) + 1;
  }
  return {
    readyPods: new Set(
      pods.items.filter(({ status }) => isReady(status)).map(({ metadata }) => metadata.name),
    ),
    instances: phases,
  };
}

function isReady(status: PodStatus | undefined): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") === true;
}

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { readonly server: string } }];
  readonly users: readonly [{ readonly user: { readonly token: string } }];
}

async function apiserverClient(directory: string) {
  const read = (name: string) => readFile(join(directory, name), "utf8");
  const [text, caCertificate] = await Promise.all([read(fileNames.kubeconfig), read(fileNames.ca)]);
  const { clusters, users } = parse(text) as Kubeconfig;
  const headers = { authorization: `Bearer ${users[0].user.token}`, accept: "application/json" };
  return async <Status>(path: string): Promise<Listed<Status>> => {
    const url = `${clusters[0].cluster.server}${path}`;
    const { status, body } = await httpsGet(url, { headers, caCertificate, timeoutSeconds });
    if (status !== 200) throw new Error(`GET ${path} was answered with ${status}`);
    return JSON.parse(body.toString()) as Listed<Status>;
  };
}
