import { expect, test } from "vitest";
import { kindNamed } from "../../../sim/store/kinds.ts";
import { virtualMachineInstanceKind } from "../../../sim/store/objects/virtual-machine.ts";
import { answerOf, apiserverOf, pod } from "../support/apiserver.ts";

const pods = "/api/v1/namespaces/default/pods";
const deployments = "/apis/apps/v1/namespaces/default/deployments";
const deployment = {
  metadata: { name: "web" },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: "web" } },
    template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "c", image: "x" }] } },
  },
};

test("a Scale tells replicas and selector, and can be written by PUT and every patch", () => {
  const { ask } = apiserverOf();
  ask("POST", deployments, { body: deployment });
  const scale = ask("GET", `${deployments}/web/scale`).body;
  expect(scale).toMatchObject({
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name: "web", namespace: "default" },
    spec: { replicas: 2 },
    status: { replicas: 0, selector: "app=web" },
  });
  const replicas = () => ask("GET", `${deployments}/web`).body.spec["replicas"];
  expect(
    ask("PUT", `${deployments}/web/scale`, { body: { ...scale, spec: { replicas: 3 } } }).body.kind,
  ).toBe("Scale");
  expect(replicas()).toBe(3);
  for (const [type, body, wanted] of [
    ["merge-patch", { spec: { replicas: 4 } }, 4],
    ["strategic-merge-patch", { spec: { replicas: 5 } }, 5],
    ["json-patch", [{ op: "replace", path: "/spec/replicas", value: 6 }], 6],
  ] as const) {
    ask("PATCH", `${deployments}/web/scale`, { contentType: `application/${type}+json`, body });
    expect(replicas()).toBe(wanted);
  }
});

test("a Scale that makes no sense is refused", () => {
  const { ask } = apiserverOf();
  ask("POST", deployments, { body: deployment });
  const put = (spec: object, metadata: object = {}) =>
    ask("PUT", `${deployments}/web/scale`, { body: { kind: "Scale", metadata, spec } }).status;
  expect([
    put({ replicas: -1 }),
    put({ replicas: "many" }),
    put({ replicas: 1 }, { resourceVersion: "1" }),
  ]).toEqual([422, 422, 409]);
  expect(ask("DELETE", `${deployments}/web/scale`).status).toBe(405);
  expect(ask("GET", `${pods}/a/scale`).status).toBe(404);
});

function withPod() {
  const server = apiserverOf();
  server.ask("POST", pods, { body: pod("a", { nodeName: "n" }, { labels: { app: "web" } }) });
  const evict = (deleteOptions: object = {}) =>
    server.ask("POST", `${pods}/a/eviction`, {
      body: { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: "a" }, deleteOptions },
    });
  const deleted = () => server.ask("GET", `${pods}/a`).body.metadata.deletionTimestamp !== undefined;
  return { ...server, evict, deleted };
}

test("an eviction deletes the pod, or with dryRun would", () => {
  const { evict, deleted } = withPod();
  expect(evict({ dryRun: ["All"] }).status).toBe(201);
  expect(deleted()).toBe(false);
  expect(evict()).toMatchObject({ status: 201, body: { kind: "Status", status: "Success" } });
  expect(deleted()).toBe(true);
});

test("an eviction that a disruption budget does not allow is 429, to be tried again", () => {
  const { ask, evict, deleted, store } = withPod();
  ask("PATCH", `${pods}/a/status`, {
    contentType: "application/merge-patch+json",
    body: { status: { phase: "Running" } },
  });
  store.create(kindNamed("poddisruptionbudgets", "policy"), {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "guard", namespace: "default" },
    spec: { selector: { matchLabels: { app: "web" } } },
    status: { disruptionsAllowed: 0, desiredHealthy: 1, currentHealthy: 1 },
  } as never);
  expect(evict()).toMatchObject({
    status: 429,
    body: { reason: "TooManyRequests", details: { causes: [{ reason: "DisruptionBudget" }] } },
  });
  expect(deleted()).toBe(false);
});

test("the launcher of a guest that is to be moved is not evicted: its VMI is marked to leave the node", () => {
  const { ask, store } = apiserverOf();
  const vmi = store.create(virtualMachineInstanceKind, {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachineInstance",
    metadata: { name: "vm", namespace: "default" },
    spec: { domain: { devices: {} }, evictionStrategy: "LiveMigrate" },
    status: {},
  });
  const conditions = [{ type: "LiveMigratable", status: "True" }] as const;
  store.update(virtualMachineInstanceKind, { ...vmi, status: { ...vmi.status, nodeName: "n", conditions } });
  const owner = {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachineInstance",
    name: "vm",
    uid: vmi.metadata.uid,
  };
  ask("POST", pods, {
    body: pod("launcher", { nodeName: "n" }, { ownerReferences: [{ ...owner, controller: true }] }),
  });
  expect(
    ask("POST", `${pods}/launcher/eviction`, { body: { metadata: { name: "launcher" } } }),
  ).toMatchObject({
    status: 429,
    body: {
      message:
        'admission webhook "virt-launcher-eviction-interceptor.kubevirt.io" denied the request: Eviction triggered evacuation of VMI "default/vm"',
    },
  });
  expect(store.get(virtualMachineInstanceKind, "default", "vm")?.status.evacuationNodeName).toBe("n");
  expect(ask("GET", `${pods}/launcher`).body.metadata).not.toHaveProperty("deletionTimestamp");
});

test("a binding gives a pod its node, once", () => {
  const { ask } = apiserverOf();
  ask("POST", pods, { body: pod("b") });
  const bind = () =>
    ask("POST", `${pods}/b/binding`, { body: { target: { kind: "Node", name: "n" } } }).status;
  expect(bind()).toBe(201);
  expect(ask("GET", `${pods}/b`).body.spec["nodeName"]).toBe("n");
  expect(bind()).toBe(409);
});

test("the log of a container is text; one that never started has none", () => {
  const { ask, store } = withPod();
  expect(ask("GET", `${pods}/a/log`).status).toBe(400);
  const podKind = kindNamed("pods");
  const status = {
    phase: "Running",
    conditions: [],
    containerStatuses: [{ name: "c", ready: true, restartCount: 0 }],
  };
  store.update(podKind, { ...store.get(podKind, "default", "a"), status } as never);
  const { status: code, headers } = ask("GET", `${pods}/a/log?container=c&tailLines=10`);
  expect({ code, type: headers["content-type"] }).toEqual({ code: 200, type: "text/plain" });
  expect(ask("GET", `${pods}/a/log?container=other`).status).toBe(400);
  expect(ask("GET", `${pods}/a/log?tailLines=-1`).status).toBe(422);
});

test("a token made for a ServiceAccount lets in as it, until it expires", async () => {
  const { ask, apiserver, clock } = apiserverOf();
  const answer = ask("POST", "/api/v1/namespaces/default/serviceaccounts/default/token", {
    body: { spec: { expirationSeconds: 600 } },
  });
  expect(answer.status).toBe(201);
  const authorization = `Bearer ${String(answer.body.status["token"])}`;
  const asked = () =>
    answerOf(apiserver.serve({ method: "GET", path: "/api/v1/pods", headers: { authorization } }));
  expect(asked().body.message).toContain('User "system:serviceaccount:default:default" cannot list');
  await clock.advance(600);
  expect(asked().status).toBe(401);
});
