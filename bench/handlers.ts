import { ManualClock } from "../sim/clock/manual.ts";
import { MetricsEndpoint } from "../sim/components/scrape/metrics-endpoint.ts";
import { answerFrom } from "../sim/components/scrape/routes.ts";
import { buildComponentMetrics } from "../sim/metrics/component-metrics.ts";
import { Page } from "../sim/metrics/page.ts";
import type { KeyPair } from "../sim/wire/channel.ts";
import type { Handle } from "../sim/wire/exchange.ts";
import { Gate } from "../sim/wire/gate.ts";
import { buildTlsServer } from "../sim/wire/tls-server.ts";
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
  const handles = new Map<string, Handle>();
  const server = await buildTlsServer({
    serving,
    http2: false,
    handle: (request, via) => {
      const handle = handles.get(via.listener);
      if (handle === undefined) throw new Error(`nothing is served at ${via.listener}`);
      return handle(request, via);
    },
  });
  const gates = Array.from({ length: handlers }, (_, index) => {
    const address = { ip: handlers === 1 ? "127.0.0.1" : addressOf(index), port: 0 };
    return new Gate({ address, deliver: (socket) => server.deliver(socket) });
  });
  await Promise.all(gates.map((gate) => gate.open()));
  for (const [index, { address }] of gates.entries()) {
    handles.set(`${address.ip}:${address.port}`, handlerOf(index, vmisEach));
  }
  return gates.map(({ address }) => `https://${address.ip}:${address.port}/metrics`);
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
