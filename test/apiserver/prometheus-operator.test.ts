import { expect, test } from "vitest";
import { identityOf } from "../../sim/apiserver/identity.ts";
import { apiserverOf, namesOf } from "./support/apiserver.ts";

/** What prometheus-operator asks of an API server, in the order in which it does. */
const monitoring = "/apis/monitoring.coreos.com";

const metadataList = {
  accept:
    "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json",
};

/** An API server into which the operator's own definitions were applied, as they come with it. */
function withDefinitions() {
  const server = apiserverOf();
  const define = (version: string, kind: string, plural: string) => {
    const definition = {
      metadata: { name: `${plural}.monitoring.coreos.com` },
      spec: {
        group: "monitoring.coreos.com",
        scope: "Namespaced",
        names: { kind, plural },
        versions: [
          {
            name: version,
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
            subresources: { status: {} },
          },
        ],
      },
    };
    server.ask("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", { body: definition });
  };
  for (const kind of ["PodMonitor", "Probe", "Alertmanager", "ThanosRuler"]) {
    define("v1", kind, `${kind.toLowerCase()}s`);
  }
  define("v1", "Prometheus", "prometheuses");
  define("v1alpha1", "ScrapeConfig", "scrapeconfigs");
  define("v1alpha1", "AlertmanagerConfig", "alertmanagerconfigs");
  return server;
}

test.each([
  `${monitoring}/v1/prometheuses`,
  `${monitoring}/v1/servicemonitors`,
  `${monitoring}/v1/podmonitors`,
  `${monitoring}/v1/probes`,
  `${monitoring}/v1/prometheusrules`,
  `${monitoring}/v1/alertmanagers`,
  `${monitoring}/v1/thanosrulers`,
  `${monitoring}/v1alpha1/scrapeconfigs`,
  `${monitoring}/v1alpha1/alertmanagerconfigs`,
  "/api/v1/secrets",
  "/api/v1/configmaps",
  "/apis/apps/v1/statefulsets",
])("O1 %s can be listed and watched, whole or as metadata", (path) => {
  const { ask, watch } = withDefinitions();
  expect(ask("GET", `${path}?limit=500&resourceVersion=0`).status).toBe(200);
  expect(ask("GET", path, metadataList).body.kind).toBe("PartialObjectMetadataList");
  expect(watch(`${path}?watch=true&allowWatchBookmarks=true&resourceVersion=0`).reply.status).toBe(200);
});

test("O1 namespaces come as metadata alone, and so do the events of their watch", () => {
  const { ask, watch } = apiserverOf();
  const { body } = ask("GET", "/api/v1/namespaces", metadataList);
  expect(namesOf(body)).toEqual(["default", "monitoring"]);
  for (const item of body.items) expect(Object.keys(item).sort()).toEqual(["apiVersion", "kind", "metadata"]);
  const accept = metadataList.accept.replaceAll("MetadataList", "Metadata");
  const [event] = watch("/api/v1/namespaces?watch=true", { accept }).events();
  expect(event?.object).toMatchObject({ kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1" });
});

test("O2 version and kinds are told, and what its account may do: by verb and kind, as it is let do it", () => {
  const { ask } = withDefinitions();
  const operator = identityOf("system:serviceaccount:monitoring:prometheus-operator");
  expect(ask("GET", "/version", { as: operator }).status).toBe(200);
  const { resources } = ask("GET", `${monitoring}/v1`, { as: operator }).body;
  expect(resources.map(({ name }) => name)).toContain("prometheuses/status");
  const allowed = (verb: string) => {
    const resourceAttributes = { verb, group: "monitoring.coreos.com", resource: "prometheuses" };
    const answer = ask("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
      as: operator,
      body: { spec: { resourceAttributes } },
    });
    return [answer.status, answer.body.status["allowed"]];
  };
  expect(allowed("list")).toEqual([201, false]);
  const rbac = "/apis/rbac.authorization.k8s.io/v1";
  ask("POST", `${rbac}/clusterroles`, {
    body: {
      metadata: { name: "prometheus-operator" },
      rules: [{ apiGroups: ["monitoring.coreos.com"], resources: ["*"], verbs: ["list"] }],
    },
  });
  ask("POST", `${rbac}/clusterrolebindings`, {
    body: {
      metadata: { name: "prometheus-operator" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "prometheus-operator" },
      subjects: [{ kind: "ServiceAccount", name: "prometheus-operator", namespace: "monitoring" }],
    },
  });
  expect(allowed("list")).toEqual([201, true]);
  expect(allowed("delete")).toEqual([201, false]);
});

test("O3 of two writes of a configuration the later one is a conflict; the status is applied by itself", () => {
  const { ask } = withDefinitions();
  const secrets = "/api/v1/namespaces/monitoring/secrets";
  const secret = { metadata: { name: "prometheus-k8s" }, data: { "prometheus.yaml.gz": "H4sI" } };
  const { body } = ask("POST", secrets, { body: secret });
  expect(ask("PUT", `${secrets}/prometheus-k8s`, { body: { ...body, data: { a: "YQ==" } } }).status).toBe(
    200,
  );
  expect(ask("PUT", `${secrets}/prometheus-k8s`, { body: { ...body, data: { a: "Yg==" } } })).toMatchObject({
    status: 409,
    body: { reason: "Conflict" },
  });
  const prometheus = {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "Prometheus",
    metadata: { name: "k8s" },
  };
  const path = `${monitoring}/v1/namespaces/monitoring/prometheuses`;
  ask("POST", path, { body: { ...prometheus, spec: { replicas: 2 } } });
  const applied = ask("PATCH", `${path}/k8s/status?fieldManager=PrometheusOperator&force=true`, {
    contentType: "application/apply-patch+yaml",
    body: { ...prometheus, status: { replicas: 2, availableReplicas: 2, paused: false } },
  });
  expect(applied).toMatchObject({
    status: 200,
    body: { spec: { replicas: 2 }, status: { availableReplicas: 2 } },
  });
});

test("O4 a lease is taken, renewed, and not renewed by who has seen an older state of it", () => {
  const { ask } = apiserverOf();
  const leases = "/apis/coordination.k8s.io/v1/namespaces/monitoring/leases";
  const lease = (holderIdentity: string, metadata: object) => ({
    metadata,
    spec: { holderIdentity, leaseDurationSeconds: 15, renewTime: "2026-01-01T00:00:00.000000Z" },
  });
  const taken = ask("POST", leases, { body: lease("one", { name: "operator" }) });
  const { resourceVersion } = taken.body.metadata;
  const renew = (holder: string) =>
    ask("PUT", `${leases}/operator`, { body: lease(holder, { name: "operator", resourceVersion }) }).status;
  expect([taken.status, renew("two"), renew("three")]).toEqual([201, 200, 409]);
});
