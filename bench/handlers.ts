import type net from "node:net";
import { ManualClock } from "../sim/clock/manual.ts";
import { MetricsServers } from "../sim/cluster/workers/metrics-servers.ts";
import { MetricsEndpoint } from "../sim/components/scrape/metrics-endpoint.ts";
import { answerFrom } from "../sim/components/scrape/routes.ts";
import { buildComponentMetrics } from "../sim/metrics/component-metrics.ts";
import { Page } from "../sim/metrics/page.ts";
import { formatAddress, type Address } from "../sim/model/addresses.ts";
import type { KeyPair } from "../sim/wire/channel.ts";
import type { Handle } from "../sim/wire/exchange.ts";
import { Gate } from "../sim/wire/gate.ts";
import { scrapeIntervalSeconds } from "./scrape-interval.ts";
import { buildHandler } from "./virt-handler.ts";

export interface HandlersOptions {
  readonly handlers: number;
  /** Guests of each. */
  readonly vmisEach: number;
  readonly serving: KeyPair;
}

const kind = "virt-handler";
const version = "v1.9";
const seed = 1;

/**
 * Virt-handlers of one process, each at an address of its own, as far as a scrape concerns them: their pages
 * and their listeners, but not their clients of an apiserver. Resolves to their URLs once all listen.
 */
export async function startHandlers({ handlers, vmisEach, serving }: HandlersOptions): Promise<string[]> {
  const servers = new MetricsServers();
  return Promise.all(
    Array.from({ length: handlers }, async (_, index) => {
      const ip = handlers === 1 ? "127.0.0.1" : addressOf(index);
      const address = await listen(servers, ip, serving, handlerOf(index, vmisEach));
      return `https://${formatAddress(address)}/metrics`;
    }),
  );
}

/** On a free port, which is not known before. */
async function listen(
  servers: MetricsServers,
  ip: string,
  serving: KeyPair,
  handle: Handle,
): Promise<Address> {
  let deliver = (socket: net.Socket): void => void socket.destroy();
  const gate = new Gate({ address: { ip, port: 0 }, deliver: (socket) => deliver(socket) });
  await gate.open();
  deliver = await servers.serve(gate.address, serving, handle);
  return gate.address;
}

/** Linux answers on all of 127.0.0.0/8; these are far from what a cluster takes. */
function addressOf(index: number): string {
  return `127.251.${index >> 8}.${index & 255}`;
}

/** Time passes for a virt-handler by its scrapes, so that each takes new readings, as in life. */
function handlerOf(index: number, vmis: number): Handle {
  const clock = new ManualClock();
  const metrics = buildComponentMetrics({
    kind,
    version,
    seed,
    podUid: `uid-${index}`,
    restartCount: 0,
    startedAtSeconds: 0,
    epochMillis: clock.epochMillis,
    nodeName: "node01",
  });
  const page = new Page([...metrics.families, ...buildHandler(vmis).families]);
  const endpoint = new MetricsEndpoint({
    clock,
    version,
    scrapes: metrics.scrapes,
    collect: () => {
      clock.advanceSync(clock.now() + scrapeIntervalSeconds);
      return Promise.resolve(page);
    },
  });
  const routes = { "GET /metrics": (request: Parameters<Handle>[0]) => endpoint.answer(request) };
  return (request) => answerFrom(routes, request);
}
