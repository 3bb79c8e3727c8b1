import { program, startPrometheus, startVmagent } from "../../support/prometheus.ts";
import { until } from "../../support/until.ts";
import type { Way } from "./recovery.ts";

export const prometheus = program("PROMETHEUS", "prometheus");
export const vmagent = program("VMAGENT", "vmagent");

/** A Prometheus or a vmagent that looks for targets over a way of its own. */
export interface DiscoveringClient {
  readonly way: Way;
  /** Where a Prometheus answers. */
  readonly url: string | undefined;
  /** The pods behind its targets, in order. */
  readonly targets: () => Promise<string[]>;
  readonly output: () => string;
}

/** Starts the client that each way is for. */
export function startClients(ways: readonly Way[]): Promise<DiscoveringClient[]> {
  return Promise.all(ways.map(startClient));
}

async function startClient(way: Way): Promise<DiscoveringClient> {
  if (way.client === "Prometheus") {
    const server = await startPrometheus(prometheus ?? "", way.configFile);
    const targets = async () => podsOf(await server.targets());
    return { way, url: server.url, targets, output: server.output };
  }
  const agent = await startVmagent(vmagent ?? "", way.configFile);
  return { way, url: undefined, targets: async () => podsOf(await agent.targets()), output: agent.output };
}

function podsOf(targets: readonly { labels: Record<string, string> }[]): string[] {
  return targets.flatMap(({ labels }) => labels["pod"] ?? []).sort();
}

/** Does a thing for all at once; an error says for which. */
export async function forAll(
  clients: readonly DiscoveringClient[],
  what: (client: DiscoveringClient) => Promise<void>,
): Promise<void> {
  await Promise.all(
    clients.map(async (client) => {
      try {
        await what(client);
      } catch (error) {
        throw new Error(client.way.name, { cause: error });
      }
    }),
  );
}

/** Waits until all clients have the pods, and no others, for targets. */
export function untilTargets(
  what: string,
  clients: readonly DiscoveringClient[],
  pods: readonly string[],
  secondsFor: (client: DiscoveringClient) => number = () => 30,
): Promise<void> {
  const wanted = pods.toSorted().join();
  return forAll(clients, (client) =>
    until(what, async () => (await client.targets()).join() === wanted, {
      seconds: secondsFor(client),
      describe: client.output,
    }),
  );
}
