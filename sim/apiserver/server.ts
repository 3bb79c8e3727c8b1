import type { KeyPair } from "../wire/channel.ts";
import { compressed } from "../wire/server/compression.ts";
import { buildTlsServer, type TlsServer } from "../wire/tls-server.ts";
import type { Apiserver } from "./apiserver.ts";
import { refusal } from "./refusal.ts";

/**
 * The API server behind TLS, HTTP/2 or 1.1 as each client prefers; it listens nowhere by itself.
 * @param clientAuthority PEM; its signature makes a client's certificate count
 */
export function buildApiserverServer(
  apiserver: Pick<Apiserver, "serve">,
  serving: KeyPair,
  clientAuthority?: string,
): Promise<TlsServer> {
  return buildTlsServer({
    serving,
    http2: true,
    ...(clientAuthority === undefined ? {} : { clientAuthority }),
    handle: (request, via) => {
      const answer = apiserver.serve(request, via);
      return answer instanceof Promise
        ? answer.then((reply) => compressed(request, reply))
        : compressed(request, answer);
    },
    refusal,
  });
}
