import fastify from "fastify";
import { formatAddress, type Address } from "../../model/addresses.ts";
import { ClusterError, errorMessage } from "../errors.ts";
import type { ClusterNow } from "./cluster-now.ts";
import { buildOwnMetrics, type OwnFigures } from "./own-metrics.ts";

interface ControlServerOptions {
  /** Port 0 takes a free one. */
  readonly address: Address;
  readonly figures: OwnFigures;
  /** What is going on in the cluster; undefined until its apiserver has told. */
  readonly now: () => ClusterNow | undefined;
  /** Why the simulator is not well, in a line; undefined while it is. */
  readonly trouble: () => string | undefined;
}

interface ControlServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves what the simulator tells about itself: `/metrics`, `/healthz` and `/status`. Throws ClusterError. */
export async function startControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const { address, figures, now, trouble } = options;
  const registry = buildOwnMetrics(figures);
  const app = fastify({ forceCloseConnections: true });
  app.get("/metrics", async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  app.get("/healthz", async (_, reply) => {
    const found = trouble();
    await reply
      .code(found === undefined ? 200 : 503)
      .type("text/plain; charset=utf-8")
      .send(`${found ?? "ok"}\n`);
  });
  app.get("/status", async (_, reply) => {
    const status = now();
    await (status === undefined
      ? reply.code(503).send({ problem: trouble() ?? "starting" })
      : reply.send(status));
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type("text/plain; charset=utf-8")
      .send(`${request.url}: there are /metrics, /healthz and /status\n`),
  );
  try {
    const url = await app.listen({ host: address.ip, port: address.port });
    return { url, close: () => app.close() };
  } catch (error) {
    throw new ClusterError(
      `cannot listen on ${formatAddress(address)} for /metrics of the simulator itself: ${errorMessage(error)}`,
      "Stop the program that listens there.",
    );
  }
}
