import { readFile } from "node:fs/promises";
import {
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
  makeInformer,
  type KubernetesObject,
  V1ConfigMap,
  V1ObjectMeta,
  Watch,
} from "@kubernetes/client-node";
import { expect, onTestFinished, test } from "vitest";
import { scenario, virtualMachine } from "../support/scenario.ts";
import { until } from "../support/until.ts";
import { startLiveApiserver } from "./support/live.ts";

async function client() {
  const live = await startLiveApiserver(scenario({ virtualMachines: [virtualMachine("a")] }));
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: "sim", server: live.url, caData: (await readFile(live.ca)).toString("base64") }],
    users: [{ name: "user", token: "admin-token" }],
    contexts: [{ name: "sim", cluster: "sim", user: "user" }],
    currentContext: "sim",
  });
  return { ...live, config, core: config.makeApiClient(CoreV1Api) };
}

const namespace = "default";

function configMapOf(name: string, data: Record<string, string> = {}): V1ConfigMap {
  const body = new V1ConfigMap();
  body.metadata = new V1ObjectMeta();
  body.metadata.name = name;
  body.data = data;
  return body;
}

test("N1 @kubernetes/client-node reads, writes and patches with JSON Patch, its default", async () => {
  const { core, config } = await client();
  const { items } = await core.listNamespacedPod({ namespace: "kubevirt" });
  expect(items).toHaveLength(9);
  expect(items[0]?.metadata?.creationTimestamp).toBeInstanceOf(Date);
  await core.createNamespacedConfigMap({ namespace, body: configMapOf("a", { k: "1" }) });
  const patched = await core.patchNamespacedConfigMap({
    name: "a",
    namespace,
    body: [{ op: "replace", path: "/data/k", value: "2" }],
  });
  expect(patched.data).toEqual({ k: "2" });
  const vms = (await config.makeApiClient(CustomObjectsApi).listNamespacedCustomObject({
    group: "kubevirt.io",
    version: "v1",
    namespace,
    plural: "virtualmachines",
  })) as {
    items: unknown[];
  };
  expect(vms.items).toHaveLength(1);
});

test("N2 errors carry their code and a Status", async () => {
  const { core } = await client();
  const failure = await core.readNamespacedPod({ name: "nope", namespace }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 404 });
  expect(String((failure as { body: unknown }).body)).toContain('pods \\"nope\\" not found');
});

test("N3 KubernetesObjectApi finds a kind by discovery", async () => {
  const { config } = await client();
  const api = KubernetesObjectApi.makeApiClient(config);
  const spec = {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachine",
    metadata: { name: "b", namespace },
    spec: { runStrategy: "Halted", template: { spec: { domain: { devices: {} } } } },
  };
  const made: KubernetesObject = await api.create(spec);
  expect(made.metadata?.uid).toMatch(/^[0-9a-f-]{36}$/);
  const read = await api.read({
    apiVersion: spec.apiVersion,
    kind: spec.kind,
    metadata: { name: "b", namespace },
  });
  expect(read.metadata?.name).toBe("b");
});

test("N4 an informer lists, watches, and goes on when its watch ends", async () => {
  const { core, config } = await client();
  const informer = makeInformer<V1ConfigMap>(config, `/api/v1/namespaces/${namespace}/configmaps`, () =>
    core.listNamespacedConfigMap({ namespace }),
  );
  onTestFinished(() => informer.stop());
  const told: string[] = [];
  informer.on("add", ({ metadata }) => told.push(`add ${metadata?.name ?? ""}`));
  informer.on("delete", ({ metadata }) => told.push(`delete ${metadata?.name ?? ""}`));
  await informer.start();
  await core.createNamespacedConfigMap({ namespace, body: configMapOf("b") });
  await until("the informer was told of it", () => told.includes("add b"));
  await core.deleteNamespacedConfigMap({ name: "b", namespace });
  await until("the informer was told of its end", () => told.includes("delete b"));
});

test("N5 a client that goes away takes its watch along", async () => {
  const { config, apiserver } = await client();
  const controller = await new Watch(config).watch(
    "/api/v1/pods",
    { allowWatchBookmarks: true },
    () => undefined,
    () => undefined,
  );
  await until("the watch is open", () => apiserver.watches === 1);
  controller.abort();
  await until("the watch is gone", () => apiserver.watches === 0);
});
