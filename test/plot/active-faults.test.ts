import { expect, test } from "vitest";
import type { ActiveFault, Fault } from "../../sim/faults/fault.ts";
import { nodeKind } from "../../sim/store/objects/node.ts";
import { podKind } from "../../sim/store/objects/pod.ts";
import type { KubeObject } from "../../sim/store/object.ts";
import { scenario } from "../support/scenario.ts";
import { simulationOf } from "../support/simulation.ts";

const outage = (fault: Partial<Fault>, atSeconds = 10, forSeconds = 60) =>
  scenario({
    timeline: [
      {
        name: "outage",
        atSeconds,
        forSeconds,
        fault: { kind: "connection-refused", from: {}, to: { component: "apiserver" }, ...fault },
      },
    ],
  });

function play(given: ReturnType<typeof outage>) {
  const simulated = simulationOf(given);
  const told: (readonly ActiveFault[])[] = [];
  simulated.simulation.faults.subscribe((faults) => told.push(faults));
  return { ...simulated, told };
}

test("a fault on the way to the apiserver acts on the fronts of the pods it names, and ends by itself", async () => {
  const { clock, told, store, simulation } = play(
    outage({
      from: { component: "virt-handler", nodeSelector: { "topology.kubernetes.io/zone": "rack-b" } },
    }),
  );
  await clock.advance(100);
  const wanted = store
    .list(podKind, "kubevirt")
    .filter(({ metadata, spec }) => metadata.name.startsWith("virt-handler") && spec.nodeName !== "node01")
    .map(({ metadata }) => `${simulation.network.frontOf(metadata.uid).ip}:6443`);
  expect(wanted).toHaveLength(2);
  expect(told).toEqual([
    [{ name: "outage", kind: "connection-refused", effect: { type: "refuse" }, listeners: wanted }],
    [],
  ]);
});

test("from nobody in particular means everybody: users and Prometheus too", async () => {
  const { clock, told } = play(outage({}));
  await clock.advance(11);
  expect(told[0]?.[0]?.listeners).toHaveLength(9 + 2);
  expect(told[0]?.[0]?.listeners).toContain("127.0.0.1:6443");
});

test("a fault on the way to a component acts on the pods' own listeners", async () => {
  const { clock, told, store } = play(
    outage({ from: { component: "prometheus" }, to: { component: "virt-handler", node: "node03" } }),
  );
  await clock.advance(11);
  const pod = store
    .list(podKind, "kubevirt")
    .find(({ spec, metadata }) => spec.nodeName === "node03" && metadata.name.startsWith("virt-handler"));
  expect(told[0]?.[0]?.listeners).toEqual([`${pod?.status.podIP ?? ""}:8443`]);
});

test("a pod that is replaced during a fault is cut off like the one before it", async () => {
  const { clock, told, store } = play(outage({ from: { component: "virt-api" } }));
  await clock.advance(11);
  const [victim] = store.list(podKind, "kubevirt");
  store.delete(podKind, "kubevirt", victim?.metadata.name ?? "", 30);
  await clock.advance(20);
  const before = told[0]?.[0]?.listeners ?? [];
  const after = told.at(-1)?.[0]?.listeners ?? [];
  expect(after).toHaveLength(2);
  expect(after).not.toEqual(before);
});

test("a fault follows the labels of nodes and pods while it is in force", async () => {
  const rack = { "topology.kubernetes.io/zone": "rack-a" };
  const { clock, told, store, simulation } = play(
    outage({ from: { component: "virt-handler", nodeSelector: rack, labels: { canary: "yes" } } }),
  );
  await clock.advance(11);
  expect(told.at(-1)?.[0]?.listeners).toEqual([]);
  const handler = store
    .list(podKind, "kubevirt")
    .find(({ metadata, spec }) => metadata.name.startsWith("virt-handler") && spec.nodeName === "node02");
  if (handler === undefined) throw new Error("no virt-handler on node02");
  const label = (kind: typeof nodeKind | typeof podKind, name: string, labels: Record<string, string>) => {
    const object = store.get<KubeObject>(kind, kind === podKind ? "kubevirt" : undefined, name);
    if (object === undefined) throw new Error(`no ${name}`);
    const metadata = { ...object.metadata, labels: { ...object.metadata.labels, ...labels } };
    store.update<KubeObject>(kind, { ...object, metadata });
  };
  label(podKind, handler.metadata.name, { canary: "yes" });
  expect(told.at(-1)?.[0]?.listeners).toEqual([]);
  label(nodeKind, "node02", rack);
  const front = `${simulation.network.frontOf(handler.metadata.uid).ip}:6443`;
  expect(told.at(-1)?.[0]?.listeners).toEqual([front]);
  label(podKind, handler.metadata.name, { canary: "no" });
  expect(told.at(-1)?.[0]?.listeners).toEqual([]);
});

test("a lost history is forgotten as the fault begins, and a rewound one goes back as far as the fault says", async () => {
  const lost = play(outage({ kind: "history-lost" }));
  await lost.clock.advance(9);
  expect(lost.store.oldestResourceVersion).toBeLessThan(lost.store.resourceVersion);
  const before = lost.store.resourceVersion;
  await lost.clock.advance(10);
  expect(lost.store.oldestResourceVersion).toBeGreaterThanOrEqual(before);

  const rewound = play(outage({ kind: "history-rewound", settings: { versions: 200 } }));
  await rewound.clock.advance(9.999);
  const known = rewound.store.resourceVersion;
  await rewound.clock.advance(10);
  expect(rewound.store.resourceVersion).toBeLessThan(known - 100);
  expect(rewound.told.at(-1)?.[0]?.effect).toEqual({ type: "refuse" });
});
