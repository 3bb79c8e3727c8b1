import { buildApiserver } from "../sim/apiserver/apiserver.ts";
import { buildApiserverServer } from "../sim/apiserver/server.ts";
import { WallClock } from "../sim/clock/wall.ts";
import { Simulation } from "../sim/cluster/simulation.ts";
import type { AddressPlan } from "../sim/model/addresses.ts";
import { Gate } from "../sim/wire/gate.ts";
import { testCertificates } from "../test/support/certificates.ts";
import { scenario } from "../test/support/scenario.ts";
import { InstantRuntime } from "../test/support/simulation.ts";

export const adminToken = "bench";

const plan: AddressPlan = {
  pod: (index) => ({ ip: `10.244.${index >> 8}.${index & 255}`, port: 8443 }),
  front: (index) => ({ ip: `10.245.${index >> 8}.${index & 255}`, port: 6443 }),
  launcherIp: (index) => `10.246.${index >> 8}.${index % 256}`,
  nodeIp: (index) => `10.246.${index >> 8}.${index & 255}`,
};

/**
 * The apiserver of a cluster of empty nodes, with all its controllers, on a socket of this machine. The
 * components' processes are played: what they ask of a real one is not part of what is measured.
 */
export async function startApiserver(nodes: number) {
  const clock = new WallClock(Date.now());
  const simulation = new Simulation({
    scenario: scenario({
      nodes: Array.from({ length: nodes }, (_, index) => ({
        name: `node-${index}`,
        labels: {},
        cpus: 32,
        memoryBytes: 128 * 2 ** 30,
      })),
    }),
    seed: 1,
    clock,
    runtime: new InstantRuntime(),
    plan,
    listeners: { apiserver: { ip: "127.0.0.1", port: 1 }, prometheusFront: { ip: "127.0.0.1", port: 2 } },
    startResourceVersion: clock.epochMillis,
  });
  clock.playHistory(simulation.historyStart, 0, () => simulation.begin());
  clock.start();
  const { store } = simulation;
  const tokens = new Map([[adminToken, "system:admin"]]);
  const apiserver = buildApiserver({ store, clock, seed: 1, tokens });
  const server = await buildApiserverServer(apiserver, testCertificates.apiserver);
  const gate = new Gate({
    address: { ip: "127.0.0.1", port: 0 },
    deliver: (socket) => server.deliver(socket),
  });
  await gate.open();
  return {
    store,
    apiserver,
    url: `https://127.0.0.1:${gate.address.port}`,
    close: async () => {
      clock.stop();
      apiserver.close();
      await gate.close();
      await server.close();
    },
  };
}
