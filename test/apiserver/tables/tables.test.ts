import { expect, test } from "vitest";
import { parseJsonPath } from "../../../sim/apiserver/json-path.ts";
import { humanDuration } from "../../../sim/apiserver/tables/age.ts";
import { ManualClock } from "../../../sim/clock/manual.ts";
import { Store } from "../../../sim/store/store.ts";
import { kindNamed, kinds } from "../../../sim/store/kinds.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";
import { apiserverOf, defineCustomKinds } from "../support/apiserver.ts";

const accept =
  "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

function table(path: string, server = cluster()) {
  const { body } = server.ask("GET", path, { accept });
  const { columnDefinitions: columns, rows } = body;
  return {
    body,
    columns: columns.filter(({ priority }) => priority === 0).map(({ name }) => name),
    wide: columns.filter(({ priority }) => priority === 1).map(({ name }) => name),
    rows: rows.map(({ cells }) => Object.fromEntries(columns.map(({ name }, index) => [name, cells[index]]))),
    raw: rows,
  };
}

function cluster() {
  const { store, clock } = simulationOf(scenario({ virtualMachines: [virtualMachine("a")] }));
  return apiserverOf({ store, clock });
}

test("R14 a Table has columns with names, types, formats and priorities, and rows of cells with their object's metadata", () => {
  const { body, raw } = table("/api/v1/namespaces/kubevirt/pods?limit=500");
  expect(body).toMatchObject({ kind: "Table", apiVersion: "meta.k8s.io/v1" });
  expect(body.metadata.resourceVersion).toMatch(/^\d+$/);
  expect(body.columnDefinitions[0]).toEqual({
    name: "Name",
    type: "string",
    format: "name",
    description: expect.any(String) as string,
    priority: 0,
  });
  expect(raw).toHaveLength(9);
  expect(raw[0]?.object).toMatchObject({
    kind: "PartialObjectMetadata",
    apiVersion: "meta.k8s.io/v1",
    metadata: { namespace: "kubevirt" },
  });
  expect(raw[0]?.object).not.toHaveProperty("spec");
});

test("R14 includeObject says what rows carry", () => {
  const server = cluster();
  expect(table("/api/v1/pods?includeObject=None", server).raw[0]).not.toHaveProperty("object");
  expect(table("/api/v1/pods?includeObject=Object", server).raw[0]?.object).toHaveProperty("spec");
  expect(server.ask("GET", "/api/v1/pods?includeObject=All", { accept }).status).toBe(400);
});

test("R14 one object is a Table too, of one row", () => {
  const { raw, columns } = table("/api/v1/nodes/node01");
  expect(raw).toHaveLength(1);
  expect(columns).toEqual(["Name", "Status", "Roles", "Age", "Version"]);
});

test("pods show what kubectl's users know", () => {
  const { columns, wide, rows } = table("/api/v1/namespaces/kubevirt/pods");
  expect(columns).toEqual(["Name", "Ready", "Status", "Restarts", "Age"]);
  expect(wide).toEqual(["IP", "Node", "Nominated Node", "Readiness Gates"]);
  expect(rows[0]).toMatchObject({
    Ready: "1/1",
    Status: "Running",
    Restarts: "0",
    "Nominated Node": "<none>",
  });
});

test.each([
  ["virtualmachines", ["Name", "Age", "Status", "Ready"], [], { Status: "Running" }],
  [
    "virtualmachineinstances",
    ["Name", "Age", "Phase", "IP", "NodeName", "Ready"],
    ["Live-Migratable", "Paused"],
    { Phase: "Running", Ready: "True" },
  ],
  ["kubevirts", ["Name", "Age", "Phase"], [], { Phase: "Deployed" }],
])("%s show the columns that KubeVirt gives them", (plural, columns, wide, cells) => {
  const shown = table(`/apis/kubevirt.io/v1/${plural}`);
  expect({ columns: shown.columns, wide: shown.wide }).toEqual({ columns, wide });
  expect(shown.rows[0]).toMatchObject(cells);
});

test.each([
  ["/apis/apps/v1/namespaces/kubevirt/deployments", { Ready: "2/2", "Up-to-date": 2, Available: 2 }],
  [
    "/apis/apps/v1/namespaces/kubevirt/daemonsets",
    { Desired: 3, Ready: 3, "Node Selector": "kubernetes.io/os=linux" },
  ],
  ["/apis/apps/v1/namespaces/kubevirt/replicasets", { Desired: 2, Current: 2, Ready: 2 }],
  [
    "/api/v1/namespaces/kubevirt/services/kubevirt-prometheus-metrics",
    { Type: "ClusterIP", "Cluster-IP": "None", "Port(s)": "443/TCP" },
  ],
  [
    "/api/v1/namespaces/kubevirt/endpoints/kubevirt-prometheus-metrics",
    { Endpoints: expect.stringMatching(/^[\d.:]+,[\d.:]+,[\d.:]+ \+ 6 more\.\.\.$/) as string },
  ],
  ["/api/v1/nodes", { Status: "Ready", Roles: "worker", Version: "v1.34.1", "External-IP": "<none>" }],
  ["/api/v1/namespaces", { Name: "default", Status: "Active" }],
  [
    "/api/v1/namespaces/default/persistentvolumeclaims",
    { Status: "Bound", Capacity: "30Gi", "Access Modes": "RWX" },
  ],
  [
    "/apis/rbac.authorization.k8s.io/v1/namespaces/kubevirt/rolebindings",
    { Role: "Role/kubevirt-monitoring", ServiceAccounts: "monitoring/prometheus-k8s" },
  ],
])("%s shows %j", (path, cells) => {
  expect(table(path).rows[0]).toMatchObject(cells);
});

test("a pod shows why it is not well", () => {
  const server = cluster();
  const status = (name: string, given: object, metadata: object = {}) => {
    server.store.create(kindNamed("pods"), {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "default", ...metadata },
      spec: { containers: [{ name: "c" }] },
      status: given,
    } as never);
    return table(`/api/v1/namespaces/default/pods/${name}`, server).rows[0];
  };
  const container = (state: object, more: object = {}) => ({
    phase: "Running",
    containerStatuses: [{ name: "c", ready: false, restartCount: 0, state, ...more }],
  });
  expect(status("p1", { phase: "Pending" })).toMatchObject({ Status: "Pending", Ready: "0/1" });
  expect(status("p2", container({ waiting: { reason: "CrashLoopBackOff" } }))).toMatchObject({
    Status: "CrashLoopBackOff",
  });
  expect(status("p3", container({ terminated: { reason: "Error", exitCode: 1 } }))).toMatchObject({
    Status: "Error",
  });
  expect(status("p4", container({ terminated: { signal: 9, exitCode: 137 } }))).toMatchObject({
    Status: "Signal:9",
  });
  const two = { waiting: { reason: "ImagePullBackOff" } };
  const both = container({ waiting: { reason: "CrashLoopBackOff" } });
  both.containerStatuses.push({ name: "d", ready: false, restartCount: 0, state: two });
  expect(status("p6", both)).toMatchObject({ Status: "CrashLoopBackOff" });
  const finishedAt = new Date(server.clock.epochMillis - 303_000).toISOString();
  const restarted = container(
    { running: {} },
    { restartCount: 2, lastState: { terminated: { finishedAt } } },
  );
  expect(status("p5", restarted)).toMatchObject({ Restarts: "2 (5m3s ago)" });
});

test("every kind has a Table, whatever its objects look like", () => {
  const clock = new ManualClock();
  // Without admission, which would put odd objects in order.
  const store = new Store({ clock, seed: 1, startResourceVersion: 1 });
  defineCustomKinds(store);
  const { ask } = apiserverOf({ clock, store });
  for (const kind of kinds.values()) {
    // What it says is served: the API refuses odd ones.
    if (kind.kind === "CustomResourceDefinition") continue;
    const namespace = kind.namespaced ? { namespace: "default" } : {};
    for (const [name, spec] of [
      ["empty", {}],
      ["odd", { spec: "text", status: [1], subsets: 5, rules: null, involvedObject: 3, data: true }],
    ] as const) {
      const apiVersion = kind.group === "" ? kind.version : `${kind.group}/${kind.version}`;
      store.create(kind, { apiVersion, kind: kind.kind, metadata: { name, ...namespace }, ...spec });
    }
    const path = `${kind.group === "" ? "/api" : `/apis/${kind.group}`}/${kind.version}/${kind.plural}`;
    const { status, body } = ask("GET", path, { accept });
    expect({ path, status }).toEqual({ path, status: 200 });
    expect(body.rows.length).toBeGreaterThanOrEqual(2);
  }
});

test.each([
  [-5, "<invalid>"],
  [-1, "0s"],
  [0.9, "0s"],
  [119, "119s"],
  [120, "2m"],
  [125, "2m5s"],
  [599, "9m59s"],
  [600, "10m"],
  [3 * 3600 - 1, "179m"],
  [3 * 3600, "3h"],
  [3 * 3600 + 60, "3h1m"],
  [8 * 3600, "8h"],
  [48 * 3600 - 1, "47h"],
  [48 * 3600, "2d"],
  [51 * 3600, "2d3h"],
  [8 * 86400, "8d"],
  [729 * 86400, "729d"],
  [730 * 86400, "2y"],
  [761 * 86400, "2y31d"],
  [8 * 365 * 86400, "8y"],
])("an age of %d seconds is written %s", (seconds, text) => {
  expect(humanDuration(seconds)).toBe(text);
});

test.each([
  [".status.phase", ["Running"]],
  ["{.status.phase}", ["Running"]],
  [".status.conditions[?(@.type=='Ready')].status", ["True"]],
  ['.status.conditions[?(@.type == "Paused")].status', []],
  [".status.list[1]", ["b"]],
  [".status.list[*]", ["a", "b"]],
  [".status.list[7]", []],
  ["['a.b']", [1]],
  [String.raw`.a\.b`, [1]],
  [".status.conditions[*].type", ["Ready", "Other"]],
  [".toString", []],
] as const)("the JSONPath %s finds what it should", (expression, expected) => {
  const object = {
    "a.b": 1,
    status: {
      phase: "Running",
      list: ["a", "b"],
      conditions: [
        { type: "Ready", status: "True" },
        { type: "Other", status: "False" },
      ],
    },
  };
  expect(parseJsonPath(expression)?.(object)).toEqual(expected);
});

test.each(["status", ".a[", ".a[?(@.b>1)]", "..a"])("the JSONPath %s is not understood", (expression) => {
  expect(parseJsonPath(expression)).toBeUndefined();
});
