import type { KeyPair } from "../wire/channel.ts";
import { buildTlsServer, type TlsServer } from "../wire/tls-server.ts";
import type { Component } from "./component.ts";

/** The HTTPS server of a component: HTTP/1.1 alone, as KubeVirt has HTTP/2 switched off on its metrics port. */
export function buildMetricsServer(
  component: Pick<Component, "handle">,
  serving: KeyPair,
): Promise<TlsServer> {
  return buildTlsServer({ serving, http2: false, handle: (request) => component.handle(request) });
}
