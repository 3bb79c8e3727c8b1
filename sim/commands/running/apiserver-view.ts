import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { fileNames } from "../../cluster/files.ts";
import { formatAddress } from "../../model/addresses.ts";
import type { ProgramKind } from "../../model/components.ts";
import { stateMetricsPortName } from "../../store/bootstrap/kube-state-metrics.ts";
import { componentOf } from "../../store/objects/pod.ts";
import { httpsGet } from "./https-get.ts";

const timeoutSeconds = 5;
/** Names of the ports at which /metrics is served. */
const metricsPorts: ReadonlySet<string> = new Set(["metrics", stateMetricsPortName]);

/** What the apiserver says of its cluster. */
export interface ApiserverView {
  /** The pods of components, by name. */
  readonly pods: ReadonlyMap<string, PodView>;
  /** Virtual machine instances by phase. */
  readonly instances: Readonly<Record<string, number>>;
}

export interface PodView {
  readonly component: ProgramKind;
  readonly node: string;
  /** `ip:port`; empty while the pod has no IP. */
  readonly address: string;
  readonly ready: boolean;
  /** How often its containers were started again: all of a pod end together. */
  readonly restarts: number;
}

interface Listed<Item> {
  readonly items: readonly Item[];
}
interface ListedPod {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly {
      readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
    }[];
  };
  readonly status?: {
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly restartCount: number }[];
  };
}
interface ListedInstance {
  readonly status?: { readonly phase?: string };
}

/** Asks with the kubeconfig of the directory. Rejects when there is no answer to be had. */
export async function apiserverView(directory: string): Promise<ApiserverView> {
  const get = await apiserverClient(directory);
  const selector = encodeURIComponent("kubevirt.io notin (virt-launcher)");
  const [pods, instances] = await Promise.all([
    get<ListedPod>(`/api/v1/pods?labelSelector=${selector}`),
    get<ListedInstance>("/apis/kubevirt.io/v1/virtualmachineinstances"),
  ]);
  const phases: Record<string, number> = {};
  for (const { status } of instances.items) {
    const phase = status?.phase ?? "Pending";
    phases[phase] = (phases[phase] ?? 0) + 1;
  }
  return { pods: new Map(pods.items.flatMap(viewOf)), instances: phases };
}

function viewOf({ metadata, spec, status = {} }: ListedPod): [string, PodView][] {
  const component = componentOf({ metadata });
  if (component === undefined) return [];
  const { podIP, conditions = [], containerStatuses = [] } = status;
  const ports = spec.containers.flatMap((container) => container.ports ?? []);
  const port = ports.find(({ name = "" }) => metricsPorts.has(name))?.containerPort;
  const view: PodView = {
    component,
    node: spec.nodeName ?? "",
    address: podIP === undefined || port === undefined ? "" : formatAddress({ ip: podIP, port }),
    ready: conditions.some(({ type, status: is }) => type === "Ready" && is === "True"),
    restarts: Math.max(0, ...containerStatuses.map(({ restartCount }) => restartCount)),
  };
  return [[metadata.name, view]];
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
  return async <Item>(path: string): Promise<Listed<Item>> => {
    const url = `${clusters[0].cluster.server}${path}`;
    const { status, body } = await httpsGet(url, { headers, caCertificate, timeoutSeconds });
    if (status !== 200) throw new Error(`GET ${path} was answered with ${status}`);
    return JSON.parse(body.toString()) as Listed<Item>;
  };
}
