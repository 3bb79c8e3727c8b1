import { expect, test } from "vitest";
import { podIsReady, podKind, podsByComponent, type Pod } from "../../../sim/store/objects/pod.ts";
import {
  controllerRevisionKind,
  daemonSetKind,
  deploymentKind,
  replicaSetKind,
} from "../../../sim/store/objects/workloads.ts";
import { isBeingDeleted } from "../../../sim/store/object.ts";
import { scenario } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

type Simulated = ReturnType<typeof simulationOf>;

const handlersOf = ({ store }: Simulated) => store.by(podsByComponent, "virt-handler");
const uidsOf = (pods: readonly Pod[]) => pods.map(({ metadata }) => metadata.uid);
const isUp = (pod: Pod) => podIsReady(pod) && !isBeingDeleted(pod);

/** The least number of pods of a component that were up at any moment up to `t`. */
function fewestUp(simulated: Simulated, component: string, t: number): number {
  const { store, clock } = simulated;
  const count = () => store.by(podsByComponent, component).filter(isUp).length;
  let fewest = count();
  const stop = store.watch(podKind, () => (fewest = Math.min(fewest, count())));
  clock.advanceSync(t);
  stop();
  return fewest;
}

test("a DaemonSet that is rolled out replaces its pods one by one: other names, addresses and processes", () => {
  const simulated = simulationOf(scenario());
  const before = handlersOf(simulated);
  const started: string[] = [];
  const { runtime } = simulated;
  const start = runtime.start.bind(runtime);
  runtime.start = (container) => {
    started.push(container.podUid);
    start(container);
  };
  simulated.play(10, { rollout: { component: "virt-handler" } });
  expect(fewestUp(simulated, "virt-handler", 60)).toBe(2);
  const after = handlersOf(simulated);
  expect(after).toHaveLength(3);
  expect(after.every(podIsReady)).toBe(true);
  for (const field of [
    (pod: Pod) => pod.metadata.name,
    (pod: Pod) => pod.metadata.uid,
    (pod: Pod) => pod.status.podIP,
  ])
    expect(after.map(field).some((value) => before.map(field).includes(value))).toBe(false);
  expect(started.sort()).toEqual(uidsOf(after).sort());
  expect(simulated.store.get(daemonSetKind, "kubevirt", "virt-handler")?.status).toMatchObject({
    observedGeneration: 2,
    updatedNumberScheduled: 3,
    numberReady: 3,
  });
});

test("a DaemonSet's pods carry the hash of the revision they are of, and each template is kept as one", () => {
  const simulated = simulationOf(scenario());
  const hashes = () =>
    new Set(handlersOf(simulated).map(({ metadata }) => metadata.labels?.["controller-revision-hash"]));
  const [first] = hashes();
  simulated.play(10, { rollout: { component: "virt-handler" } });
  simulated.clock.advanceSync(60);
  const [second] = hashes();
  expect(hashes().size).toBe(1);
  expect(second).not.toBe(first);
  const revisions = simulated.store
    .list(controllerRevisionKind, "kubevirt")
    .map(({ metadata, revision }) => [metadata.name, revision]);
  expect(revisions.sort()).toEqual(
    [
      [`virt-handler-${first ?? ""}`, 1],
      [`virt-handler-${second ?? ""}`, 2],
    ].sort(),
  );
});

test("a Deployment that is rolled out never has fewer pods ready than it wants, and one too many at most", () => {
  const simulated = simulationOf(scenario());
  const { store } = simulated;
  let most = 0;
  store.watch(podKind, () => {
    most = Math.max(most, store.by(podsByComponent, "virt-api").filter((pod) => !isBeingDeleted(pod)).length);
  });
  simulated.play(10, { rollout: { component: "virt-api" } });
  expect(fewestUp(simulated, "virt-api", 60)).toBe(2);
  expect(most).toBe(3);
  const deployment = store.get(deploymentKind, "kubevirt", "virt-api");
  expect(deployment?.status).toMatchObject({
    observedGeneration: 2,
    replicas: 2,
    updatedReplicas: 2,
    readyReplicas: 2,
  });
  expect(deployment?.metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("2");
  const sizes = store
    .list(replicaSetKind, "kubevirt")
    .filter(({ metadata }) => metadata.name.startsWith("virt-api"))
    .map(({ spec, status }) => [spec.replicas, status.replicas]);
  expect(sizes.sort()).toEqual([
    [0, 0],
    [2, 2],
  ]);
});

test("a Deployment is scaled up and down, and its pods with it", () => {
  const simulated = simulationOf(scenario());
  const count = () => simulated.store.by(podsByComponent, "virt-api").filter(isUp).length;
  simulated.play(10, { scale: { component: "virt-api", replicas: 5 } });
  simulated.clock.advanceSync(30);
  expect(count()).toBe(5);
  simulated.play(31, { scale: { component: "virt-api", replicas: 1 } });
  simulated.clock.advanceSync(60);
  expect(count()).toBe(1);
});

test("a pod that is deleted is replaced: at once by a Deployment, when it is gone by a DaemonSet", () => {
  const simulated = simulationOf(scenario());
  const { store, clock } = simulated;
  const before = handlersOf(simulated);
  for (const component of ["virt-handler", "virt-api"]) {
    const [pod] = store.by(podsByComponent, component);
    store.delete(podKind, "kubevirt", pod?.metadata.name ?? "", 15);
  }
  clock.advanceSync(0.01);
  expect(store.by(podsByComponent, "virt-api")).toHaveLength(3);
  expect(handlersOf(simulated)).toHaveLength(3);
  clock.advanceSync(30);
  expect(store.by(podsByComponent, "virt-api").filter(podIsReady)).toHaveLength(2);
  expect(handlersOf(simulated).filter(podIsReady)).toHaveLength(3);
  const kept = uidsOf(handlersOf(simulated)).filter((uid) => uidsOf(before).includes(uid));
  expect(kept).toHaveLength(2);
});

test("a pod that is taken out of the API without being asked to end loses its process", () => {
  const simulated = simulationOf(scenario());
  const { store, clock, runtime } = simulated;
  const [pod] = handlersOf(simulated);
  store.delete(podKind, "kubevirt", pod?.metadata.name ?? "", 0);
  expect(runtime.running.has(pod?.metadata.uid ?? "")).toBe(false);
  clock.advanceSync(10);
  expect(handlersOf(simulated).filter(podIsReady)).toHaveLength(3);
});

test("pods of another release tell the runtime which", () => {
  const simulated = simulationOf(scenario());
  const versions = () =>
    [...simulated.runtime.running.values()].map(({ component, version }) => [component, version]);
  expect(versions().every(([, version]) => version === "v1.9")).toBe(true);
  simulated.play(10, { rollout: { component: "virt-handler", version: "legacy" } });
  simulated.clock.advanceSync(60);
  for (const [component, version] of versions())
    expect(version).toBe(component === "virt-handler" ? "legacy" : "v1.9");
});
