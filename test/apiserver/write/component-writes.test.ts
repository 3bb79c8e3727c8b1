import { expect, test } from "vitest";
import { kindNamed } from "../../../sim/store/kinds.ts";
import { apiserverOf, configMap } from "../support/apiserver.ts";

const leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
const lease = (holderIdentity: string, metadata: object = {}) => ({
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: { name: "virt-controller", namespace: "default", ...metadata },
  spec: { holderIdentity, leaseDurationSeconds: 15 },
});

function withNode() {
  const server = apiserverOf();
  server.store.create(kindNamed("nodes"), {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "node01", labels: { zone: "a" } },
    spec: {},
    status: { conditions: [{ type: "Ready", status: "True" }] },
  } as never);
  return server;
}

test("M11 a heartbeat is a strategic merge patch of the node's labels and annotations, and leaves the rest alone", () => {
  const { ask } = withNode();
  const { status, body } = ask("PATCH", "/api/v1/nodes/node01", {
    contentType: "application/strategic-merge-patch+json",
    body: {
      metadata: {
        labels: { "kubevirt.io/schedulable": "true" },
        annotations: { "kubevirt.io/heartbeat": "2026-01-01T00:00:00Z" },
      },
    },
  });
  expect(status).toBe(200);
  expect(body.metadata.labels).toEqual({ zone: "a", "kubevirt.io/schedulable": "true" });
  expect(body.metadata.annotations).toEqual({ "kubevirt.io/heartbeat": "2026-01-01T00:00:00Z" });
  expect(body.status).toMatchObject({ conditions: [{ type: "Ready", status: "True" }] });
});

test("M10 the node labeller's JSON patch tests before it replaces", () => {
  const { ask } = withNode();
  const patch = (from: string, to: string) =>
    ask("PATCH", "/api/v1/nodes/node01", {
      contentType: "application/json-patch+json",
      body: [
        { op: "test", path: "/metadata/labels/zone", value: from },
        { op: "replace", path: "/metadata/labels/zone", value: to },
      ],
    });
  expect(patch("a", "b").body.metadata.labels).toEqual({ zone: "b" });
  expect(patch("a", "c")).toMatchObject({ status: 422, body: { reason: "Invalid" } });
});

test("M7 of two who update the lease from one state, the second gets a Conflict", () => {
  const { ask } = apiserverOf();
  const { status, body } = ask("POST", leases, { body: lease("a") });
  expect(status).toBe(201);
  const { resourceVersion } = body.metadata;
  const put = (holder: string) =>
    ask("PUT", `${leases}/virt-controller`, { body: lease(holder, { resourceVersion }) });
  expect(put("b")).toMatchObject({ status: 200, body: { spec: { holderIdentity: "b" } } });
  expect(put("c")).toMatchObject({
    status: 409,
    body: {
      reason: "Conflict",
      message:
        'Operation cannot be fulfilled on leases.coordination.k8s.io "virt-controller": the object has been modified; please apply your changes to the latest version and try again',
      details: { name: "virt-controller", group: "coordination.k8s.io", kind: "leases" },
    },
  });
  expect(ask("PUT", `${leases}/virt-controller`, { body: lease("d") }).status).toBe(200);
});

test("an event is created, and patched when it happens again", () => {
  const { ask } = apiserverOf();
  const path = "/api/v1/namespaces/default/events";
  const event = {
    metadata: { name: "vm.1", namespace: "default" },
    involvedObject: { kind: "VirtualMachineInstance", name: "vm", namespace: "default" },
    reason: "Started",
    message: "VirtualMachineInstance started.",
    type: "Normal",
    count: 1,
  };
  expect(ask("POST", path, { body: event })).toMatchObject({
    status: 201,
    body: { kind: "Event", apiVersion: "v1" },
  });
  const again = ask("PATCH", `${path}/vm.1`, {
    contentType: "application/strategic-merge-patch+json",
    body: { count: 2, lastTimestamp: "2026-01-01T00:00:00Z" },
  });
  expect(again).toMatchObject({ status: 200, body: { count: 2, reason: "Started" } });
});

test("M8 a write that changes nothing keeps the resourceVersion and is told to nobody", () => {
  const { ask, watch, store } = apiserverOf();
  const path = "/api/v1/namespaces/default/configmaps";
  const { body } = ask("POST", path, { body: configMap("a", { data: { k: "v" } }) });
  const watching = watch(`${path}?watch=true&resourceVersion=${store.resourceVersion}`);
  const again = ask("PUT", `${path}/a`, { body });
  expect(again.body.metadata.resourceVersion).toBe(body.metadata.resourceVersion);
  expect(watching.text()).toBe("");
});

test("M12 a strategic merge patch of a custom resource is 415", () => {
  const { ask, store } = apiserverOf();
  store.create(kindNamed("virtualmachines", "kubevirt.io"), {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachine",
    metadata: { name: "a", namespace: "default" },
    spec: { runStrategy: "Halted", template: { spec: { domain: { devices: {} } } } },
  } as never);
  const path = "/apis/kubevirt.io/v1/namespaces/default/virtualmachines/a";
  const patch = (contentType: string) =>
    ask("PATCH", path, { contentType, body: { metadata: { labels: { a: "b" } } } });
  expect(patch("application/strategic-merge-patch+json")).toMatchObject({
    status: 415,
    body: { reason: "UnsupportedMediaType" },
  });
  expect(patch("application/json").status).toBe(415);
  expect(patch("application/merge-patch+json").body.metadata.labels).toEqual({ a: "b" });
});
