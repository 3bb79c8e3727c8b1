import type { KeyPair } from "../wire/channel.ts";
import type { Handle } from "../wire/exchange.ts";
import { buildTlsServer, type TlsServer } from "../wire/tls-server.ts";

/** The HTTPS server of components: HTTP/1.1 alone, as KubeVirt has HTTP/2 switched off on its metrics port. */
export function buildMetricsServer(handle: Handle, serving: KeyPair): Promise<TlsServer> {
  return buildTlsServer({ serving, http2: false, handle });
}
