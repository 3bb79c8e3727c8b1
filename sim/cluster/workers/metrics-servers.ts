import type net from "node:net";
import { buildMetricsServer } from "../../components/server.ts";
import { formatAddress, type Address } from "../../model/addresses.ts";
import type { KeyPair } from "../../wire/channel.ts";
import type { Handle } from "../../wire/exchange.ts";
import type { TlsServer } from "../../wire/tls-server.ts";

/**
 * The HTTPS servers of a process: one for each certificate, however many containers it serves. Scrapers by IP
 * send no server name, so which container is meant only the address they dialled tells.
 */
export class MetricsServers {
  readonly #servers = new Map<string, Promise<TlsServer>>();
  readonly #handles = new Map<string, Handle>();

  /** Has `handle` answer at this address; returns what takes the connections that are made there. */
  async serve(address: Address, serving: KeyPair, handle: Handle): Promise<(socket: net.Socket) => void> {
    this.#handles.set(formatAddress(address), handle);
    const server = await this.#serverOf(serving);
    return (socket) => server.deliver(socket);
  }

  remove(address: Address): void {
    this.#handles.delete(formatAddress(address));
  }

  #serverOf(serving: KeyPair): Promise<TlsServer> {
    const known = this.#servers.get(serving.certificate);
    if (known !== undefined) return known;
    const server = buildMetricsServer((request, via) => this.#handleOf(via.listener)(request, via), serving);
    this.#servers.set(serving.certificate, server);
    return server;
  }

  #handleOf(listener: string): Handle {
    const handle = this.#handles.get(listener);
    if (handle === undefined) throw new Error(`nothing is served at ${listener} any more`);
    return handle;
  }
}
