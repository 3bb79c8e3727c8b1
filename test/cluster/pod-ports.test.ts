import { expect, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import { addressPlan } from "../../sim/cluster/addresses.ts";
import { historyStartOf, Simulation } from "../../sim/cluster/simulation.ts";
import { podKind } from "../../sim/store/objects/pod.ts";
import { endpointsKind } from "../../sim/store/objects/service.ts";
import { scenario } from "../support/scenario.ts";
import { InstantRuntime } from "../support/simulation.ts";

test("where all pods share one address, each component has its own port, and the Endpoints a subset for each", () => {
  const given = scenario();
  const clock = new ManualClock({ start: historyStartOf(given) });
  const runtime = new InstantRuntime();
  const simulation = new Simulation({
    scenario: given,
    seed: 1,
    clock,
    runtime,
    plan: addressPlan({ mode: "ports", basePort: 9000 }),
    listeners: {
      apiserver: { ip: "127.0.0.1", port: 6443 },
      prometheusFront: { ip: "127.0.0.1", port: 9001 },
    },
    startResourceVersion: 1000,
  });
  simulation.begin();
  clock.advanceSync(0);
  const served = [...runtime.running.values()].map(({ address }) => address.port).sort();
  const { subsets = [] } =
    simulation.store.get(endpointsKind, "kubevirt", "kubevirt-prometheus-metrics") ?? {};
  expect(subsets.map(({ addresses = [], ports }) => [addresses.length, ports[0]?.port])).toEqual(
    served.map((port) => [1, port]),
  );
  for (const pod of simulation.store.list(podKind, "kubevirt")) {
    const port = runtime.running.get(pod.metadata.uid)?.address.port;
    expect(pod.spec.containers[0]?.args).toEqual(["--port", String(port)]);
  }
});
