import { expect, test } from "vitest";
import { random } from "../../../sim/model/random.ts";
import {
  migrationTargetLabel,
  nodeNameLabel,
  virtualMachineInstanceKind,
} from "../../../sim/store/objects/virtual-machine.ts";
import type { Store } from "../../../sim/store/store.ts";
import { apiserverOf } from "../support/apiserver.ts";

const path = "/apis/kubevirt.io/v1/virtualmachineinstances";
const nodes = ["n1", "n2", "n3"];

/** Makes, moves and deletes VMIs; moving one changes the labels that virt-handlers select by. */
function change(store: Store, steps: number): void {
  const draw = random(1, "changes");
  const pick = (count: number) => Math.floor(draw() * count);
  for (let step = 0; step < steps; step++) {
    const name = `vm-${pick(5)}`;
    const namespace = ["default", "monitoring"][pick(2)] ?? "";
    const present = store.get(virtualMachineInstanceKind, namespace, name);
    if (present !== undefined && pick(4) === 0) {
      store.remove(virtualMachineInstanceKind, namespace, name);
      continue;
    }
    const labels = Object.fromEntries(
      [nodeNameLabel, migrationTargetLabel].flatMap((label) => {
        const node = nodes[pick(4)];
        return node === undefined ? [] : [[label, node]];
      }),
    );
    const draft = {
      apiVersion: "kubevirt.io/v1",
      kind: "VirtualMachineInstance",
      metadata: { name, namespace, labels, annotations: { step: String(step) } },
      spec: { domain: { devices: {} } },
      status: {},
    };
    if (present === undefined) store.create(virtualMachineInstanceKind, draft);
    else store.update(virtualMachineInstanceKind, draft);
  }
}

/** Pairs of selectors that mean the same, of which the first can be narrowed down and the other cannot. */
const pairs = [nodeNameLabel, migrationTargetLabel].flatMap((label) => [
  [`labelSelector=${label} in (n1)`, `labelSelector=${label} in (n1,no-such-node)`],
  [`labelSelector=${label}=n2`, `labelSelector=${label} in (n2,no-such-node)`],
  [
    `labelSelector=${label}=n2,${nodeNameLabel}`,
    `labelSelector=${label} in (n2,no-such-node),${nodeNameLabel}`,
  ],
]);

test("what is looked up shows a watch and a list what looking at everything shows", () => {
  const { store, watch, ask } = apiserverOf();
  const paths = [path, "/apis/kubevirt.io/v1/namespaces/default/virtualmachineinstances"];
  const asked = paths.flatMap((each) =>
    pairs.map((pair) => pair.map((query) => `${each}?${encodeURI(query)}`)),
  );
  change(store, 20);
  const watches = asked.map((pair) => pair.map((url) => watch(`${url}&watch=true`)));
  change(store, 300);
  for (const [narrowed, whole] of watches) {
    expect(narrowed?.told().length).toBeGreaterThan(20);
    expect(narrowed?.text()).toBe(whole?.text());
  }
  for (const [narrowed = "", whole = ""] of asked)
    expect(ask("GET", narrowed).text).toBe(ask("GET", whole).text);
});

test("a watch by name is told of its object alone, whatever else is watched", () => {
  const { store, watch } = apiserverOf();
  const byName = watch(`${path}?watch=true&fieldSelector=metadata.name%3Dvm-1`);
  const all = watch(`${path}?watch=true`);
  change(store, 100);
  expect(byName.told()).toEqual(all.told().filter((line) => line.endsWith(" vm-1")));
});

test("a client that is narrowed down, reads slowly and catches up, is told everything once and in order", () => {
  const { store, watch } = apiserverOf();
  const [narrowed, whole] = [`${nodeNameLabel} in (n1)`, `${nodeNameLabel} in (n1,no-such-node)`].map(
    (selector) => watch(`${path}?watch=true&labelSelector=${encodeURIComponent(selector)}`),
  );
  change(store, 50);
  narrowed?.read(false);
  change(store, 100);
  narrowed?.read(true);
  change(store, 50);
  expect(narrowed?.text()).toBe(whole?.text());
});
