import { expect, test } from "vitest";
import type { Fault } from "../../sim/faults/fault.ts";
import { podIsReady, podsByComponent } from "../../sim/store/objects/pod.ts";
import { endpointsKind } from "../../sim/store/objects/service.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";
import { bootVirtually } from "../support/virtual-cluster.ts";

const node = { name: "node01", labels: {}, cpus: 16, memoryBytes: 2 ** 36 };

/** One node, whose virt-handler cannot reach the apiserver from 30 s to 630 s. */
function cutOff(fault: Pick<Fault, "kind" | "settings">) {
  const outage = {
    name: "outage",
    atSeconds: 30,
    forSeconds: 600,
    fault: { ...fault, from: { component: "virt-handler" }, to: { component: "apiserver" } },
  } as const;
  return bootVirtually(
    scenario({
      nodes: [node],
      virtualMachines: ["a", "b"].map((name) => virtualMachine(name)),
      timeline: [outage],
    }),
  );
}

type Cluster = Awaited<ReturnType<typeof cutOff>>;

const handlerOf = ({ simulation }: Cluster) => simulation.store.by(podsByComponent, "virt-handler")[0];
const isReady = (cluster: Cluster) => {
  const pod = handlerOf(cluster);
  return pod !== undefined && podIsReady(pod);
};
const notReadyAddresses = ({ simulation }: Cluster) =>
  (simulation.store.get(endpointsKind, "kubevirt", "kubevirt-prometheus-metrics")?.subsets ?? [])
    .flatMap(({ notReadyAddresses: addresses = [] }) => addresses)
    .map(({ targetRef }) => targetRef?.name);

test.each([
  { kind: "black-hole", settings: {} },
  { kind: "http-status", settings: { status: 500 } },
] as const)(
  "a virt-handler whose health check fails ($kind) is not ready until it succeeds",
  async (fault) => {
    const cluster = await cutOff(fault);
    expect(isReady(cluster)).toBe(true);
    await cluster.advance(620);
    expect(isReady(cluster)).toBe(false);
    expect(notReadyAddresses(cluster)).toEqual([handlerOf(cluster)?.metadata.name]);
    await cluster.advance(700);
    expect(isReady(cluster)).toBe(true);
    expect(notReadyAddresses(cluster)).toEqual([]);
  },
);

test("refused connections leave it ready, as client-go only tries refused watches again", async () => {
  const cluster = await cutOff({ kind: "connection-refused" });
  await cluster.advance(620);
  expect(isReady(cluster)).toBe(true);
});
