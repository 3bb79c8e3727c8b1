import { expect, test } from "vitest";
import { podIsReady, podsByComponent } from "../../../sim/store/objects/pod.ts";
import { eventKind } from "../../../sim/store/objects/event.ts";
import { endpointsKind } from "../../../sim/store/objects/service.ts";
import type { Store } from "../../../sim/store/store.ts";
import { scenario } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

/** The names of the pods whose addresses are listed, by whether they are ready. */
function endpointsOf(store: Store) {
  const { subsets = [] } = store.get(endpointsKind, "kubevirt", "kubevirt-prometheus-metrics") ?? {};
  return {
    ready: subsets.flatMap(({ addresses = [] }) => addresses.map(({ targetRef }) => targetRef?.name)),
    notReady: subsets.flatMap(({ notReadyAddresses = [] }) =>
      notReadyAddresses.map(({ targetRef }) => targetRef?.name),
    ),
  };
}

const problem = "HTTP probe failed with statuscode: 500";

test("three failed probes in a row take a pod out of service, and one good one brings it back", () => {
  const { store, clock, runtime } = simulationOf(scenario());
  const podUid = store.by(podsByComponent, "virt-handler")[0]?.metadata.uid ?? "";
  const isReady = () => store.by(podsByComponent, "virt-handler").map((pod) => podIsReady(pod))[0];
  const probe = (found: { readonly problem?: string }) => {
    runtime.tell({ type: "probed", podUid, ...found });
    clock.advanceSync(clock.now() + 20);
    return isReady();
  };
  expect([{ problem }, { problem }, {}].map(probe)).toEqual([true, true, true]);
  expect([{ problem }, { problem }, { problem }].map(probe)).toEqual([true, true, false]);
  const { ready, notReady } = endpointsOf(store);
  const [pod] = store.by(podsByComponent, "virt-handler");
  expect(notReady).toEqual([pod?.metadata.name]);
  expect(ready).not.toContain(pod?.metadata.name);
  const unhealthy = store.list(eventKind).filter(({ reason }) => reason === "Unhealthy");
  expect(unhealthy).toMatchObject([{ count: 5, message: `Readiness probe failed: ${problem}` }]);
  expect(probe({})).toBe(true);
  expect(endpointsOf(store).notReady).toEqual([]);
});

test("what probes found of a container says nothing of the one that takes its place", () => {
  const { store, clock, runtime } = simulationOf(scenario());
  const podUid = store.by(podsByComponent, "virt-handler")[0]?.metadata.uid ?? "";
  const isReady = () => store.by(podsByComponent, "virt-handler").map((pod) => podIsReady(pod))[0];
  for (let probes = 0; probes < 3; probes++) runtime.tell({ type: "probed", podUid, problem });
  expect(isReady()).toBe(false);
  runtime.kill(podUid, 0);
  clock.advanceSync(clock.now() + 60);
  expect(isReady()).toBe(true);
});
